// Yjs: one document of the ward, a map of maps; y-websocket on the device, its own server as the house.
//
// Not here: what each device is told of the others' work after the house has it.
// The house keeps updates in LevelDB, which does not wait for the disk.

import { WebSocket, WebSocketServer } from 'ws';
import { LeveldbPersistence } from 'y-leveldb';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import {
  ACTS, CROWD, CROWD_MS, DEVICES, K, Tally, changes, dossiers, holds, run, sleep, until, ward,
} from './common.mjs';

const WARD = 'ward';
const map = (doc) => doc.getMap('dossiers');

/** A map of its own for each dossier, so that two who change different fields both keep theirs. */
function put(doc, dossiers) {
  doc.transact(() => {
    for (const [id, dossier] of dossiers) map(doc).set(id, new Y.Map(Object.entries(dossier)));
  });
}

async function house(folder) {
  process.env.YPERSISTENCE = `${folder}/house`;
  const { getYDoc, setupWSConnection } = await import('@y/websocket-server/utils');
  const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: true });
  sockets.on('connection', (socket, request) => setupWSConnection(socket, request));
  await new Promise((done) => { sockets.once('listening', done); });
  const { port } = sockets.address();
  // Somebody always has the ward open: without that the server forgets its document.
  const keeper = new WebSocket(`ws://127.0.0.1:${port}/${WARD}`);
  await new Promise((done) => { keeper.once('open', done); });
  const doc = getYDoc(WARD);
  await sleep(500);
  put(doc, ward());
  const tally = new Tally(() => map(doc).size);
  map(doc).observe(() => tally.look());
  const change = (round) => {
    const changed = changes(round);
    doc.transact(() => {
      for (const [id, fields] of changed) {
        for (const [field, value] of Object.entries(fields)) map(doc).get(id).set(field, value);
      }
    });
    return changed.length;
  };
  return { port, change, count: (n, limit) => tally.until(n, limit) };
}

async function devices({ port, place, call, time, crowd }) {
  let open = [];
  const shut = async () => {
    for (const provider of open) provider.destroy();
    open = [];
    await sleep(100);
  };
  const sync = async (doc) => {
    const provider = new WebsocketProvider(`ws://127.0.0.1:${port}`, WARD, doc, {
      WebSocketPolyfill: WebSocket, disableBc: true,
    });
    open.push(provider);
    await until(() => provider.synced, (look) => { provider.on('sync', look); return () => provider.off('sync', look); });
  };
  const fresh = () => new Y.Doc();
  const pull = async (doc) => {
    await sync(doc);
    holds(map(doc).size, K);
  };
  const device = fresh();
  await pull(device);
  await time('bootstrap', 5, async () => { await shut(); return fresh(); }, pull);
  await time('null_pull', 21, async () => { await shut(); return device; }, sync);
  const other = async (round) => { await shut(); await call('change', round); return changes(round); };
  await time('delta', 5, other, async (changed) => {
    await sync(device);
    holds(changed.filter(([id, { note }]) => map(device).get(id).get('note') === note).length, changed.length);
  });
  await shut();
  const base = Y.encodeStateAsUpdate(device);
  const kept = `${place}/device`;
  const filled = new LeveldbPersistence(kept);
  await filled.storeUpdate(WARD, base);
  await filled.destroy();
  await time('store_load', 3, () => {}, async () => {
    const store = new LeveldbPersistence(kept);
    const doc = await store.getYDoc(WARD);
    holds([...map(doc).values()].filter((dossier) => dossier.get('code')).length, K);
    await store.destroy();
  });

  const based = () => {
    const doc = fresh();
    Y.applyUpdate(doc, base);
    return doc;
  };
  let known = await call('count', 0);
  const queues = async (round) => {
    await shut();
    return Array.from({ length: DEVICES }, (_, n) => {
      const doc = based();
      put(doc, dossiers(`push ${round} ${n}`, ACTS));
      return doc;
    });
  };
  await time('push', 3, queues, async (queues) => {
    queues.map(sync);
    holds(await call('count', known += DEVICES * ACTS), known);
  });
  await shut();
  const lines = Array.from({ length: CROWD }, (_, n) => ({ doc: based(), acts: dossiers(`crowd ${n}`, ACTS) }));
  for (const { doc } of lines) await sync(doc);
  await crowd(async (end) => {
    const told = call('count', known + CROWD * ACTS, CROWD_MS);
    await Promise.all(lines.map(async ({ doc, acts }) => {
      for (const act of acts) {
        if (performance.now() > end) return;
        put(doc, [act]);
        await sleep(0);
      }
    }));
    return await told - known;
  });
}

await run('yjs', import.meta.url, house, devices);
