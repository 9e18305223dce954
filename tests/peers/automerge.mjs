// Automerge: one document of the ward; automerge-repo on the device and as the house, over its WebSocket adapter.
//
// Not here: what each device is told of the others' work after the house has it; `push40`, which would take minutes.
// A document for each dossier would be asked for one by one: 5,000 questions where here is one. Texts are immutable
// strings: nobody types together in a field, and as characters they would take twice the bytes.
// The house keeps its document in files, which do not wait for the disk.

import { ImmutableString, from, load, save } from '@automerge/automerge';
import { Repo } from '@automerge/automerge-repo';
import { WebSocketClientAdapter, WebSocketServerAdapter } from '@automerge/automerge-repo-network-websocket';
import { NodeFSStorageAdapter } from '@automerge/automerge-repo-storage-nodefs';
import { WebSocketServer } from 'ws';
import { ACTS, DEVICES, K, Tally, changes, dossiers, holds, run, sleep, until, ward } from './common.mjs';

const fixed = (fields) => Object.fromEntries(Object.entries(fields).map(([field, value]) => {
  return [field, typeof value === 'string' ? new ImmutableString(value) : value];
}));
const all = (dossiers) => Object.fromEntries(dossiers.map(([id, dossier]) => [id, fixed(dossier)]));
const put = (handle, dossiers) => handle.change((doc) => { Object.assign(doc, all(dossiers)); });
const size = (handle) => Object.keys(handle.doc()).length;

async function house(folder) {
  const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: true });
  await new Promise((done) => { sockets.once('listening', done); });
  // As its own server: what is asked for is given, nothing is offered.
  const repo = new Repo({
    network: [new WebSocketServerAdapter(sockets)],
    storage: new NodeFSStorageAdapter(folder),
    peerId: 'house',
    sharePolicy: async () => false,
  });
  const handle = repo.import(save(from(all(ward()))));
  await repo.flush();
  const tally = new Tally(() => size(handle));
  handle.on('change', () => tally.look());
  const change = (round) => {
    const changed = changes(round);
    handle.change((doc) => {
      for (const [id, fields] of changed) Object.assign(doc[id], fixed(fields));
    });
    return changed.length;
  };
  const kept = async () => [handle.url, await repo.storageId()];
  return { port: sockets.address().port, change, kept, count: (n, limit) => tally.until(n, limit) };
}

async function devices({ port, place, call, time }) {
  const [url, house] = await call('kept');
  const documentId = url.slice('automerge:'.length);
  let open = [];
  const shut = async () => {
    await Promise.all(open.map((repo) => repo.shutdown()));
    open = [];
    await sleep(200);
  };
  const adapter = () => new WebSocketClientAdapter(`ws://127.0.0.1:${port}`);
  /** A device that holds the document and is not on the network yet. */
  const based = (bytes) => {
    const repo = new Repo();
    open.push(repo);
    return { repo, handle: repo.import(bytes, { docId: documentId }) };
  };
  const connect = ({ repo, handle }) => {
    repo.networkSubsystem.addNetworkAdapter(adapter());
    return handle;
  };
  /** Until both have said the same heads. */
  const agrees = (handle) => until(
    () => String(handle.getSyncInfo(house)?.lastHeads) === String(handle.heads()),
    (look) => { handle.on('remote-heads', look); return () => handle.off('remote-heads', look); },
  );
  const pull = async () => {
    const repo = new Repo({ network: [adapter()] });
    open.push(repo);
    const handle = await repo.find(url);
    holds(size(handle), K);
    return handle;
  };
  let base = save((await pull()).doc());
  await time('bootstrap', 5, shut, pull);
  const again = async () => { await shut(); return based(base); };
  await time('null_pull', 21, again, (device) => agrees(connect(device)));
  const other = async (round) => {
    // What the round before has brought.
    if (round > 0) base = save(open[0].handles[documentId].doc());
    await call('change', round);
    return { device: await again(), changed: changes(round) };
  };
  await time('delta', 5, other, async ({ device, changed }) => {
    const handle = connect(device);
    const there = ([id, { note }]) => String(handle.doc()[id].note) === note;
    await until(() => changed.every(there), (look) => { handle.on('change', look); return () => handle.off('change', look); });
  });
  base = save(open[0].handles[documentId].doc());
  await shut();
  const filled = new Repo({ storage: new NodeFSStorageAdapter(`${place}/device`) });
  filled.import(base, { docId: documentId });
  await filled.flush();
  await time('store_load', 3, () => {}, async () => {
    const handle = await new Repo({ storage: new NodeFSStorageAdapter(`${place}/device`) }).find(url);
    holds(Object.values(handle.doc()).filter((dossier) => dossier.code).length, K);
  });

  let kept = await call('count', 0);
  const queues = async (round) => {
    await shut();
    const offline = Array.from({ length: DEVICES }, () => new Repo().import(base));
    return offline.map((handle, n) => {
      put(handle, dossiers(`push ${round} ${n}`, ACTS));
      return based(save(handle.doc()));
    });
  };
  // Once: after each round ten devices are told for minutes, and one that leaves meanwhile has a copy of no use.
  await time('push', 1, queues, async (queues) => {
    queues.forEach(connect);
    holds(await call('count', kept += DEVICES * ACTS), kept);
  });
}

await run('automerge', import.meta.url, house, devices);
