// TinyBase: a mergeable store on each device, its WebSocket server as the house, which keeps a store of its own.
//
// Not here: what each device is told of the others' work after the house has it.
// The house keeps its store in SQLite, where the library writes all of it as one JSON after changes. Its persister for
// files is not used there: it watches its own file and now and then takes an older state back.

import Database from 'better-sqlite3';
import { createMergeableStore } from 'tinybase';
import { createBetterSqlite3Persister } from 'tinybase/persisters/persister-better-sqlite3';
import { createFilePersister } from 'tinybase/persisters/persister-file';
import { createWsSynchronizer } from 'tinybase/synchronizers/synchronizer-ws-client';
import { createWsServer } from 'tinybase/synchronizers/synchronizer-ws-server';
import { WebSocket, WebSocketServer } from 'ws';
import {
  ACTS, CROWD, CROWD_MS, DEVICES, K, Tally, changes, dossiers, holds, run, sleep, until, ward,
} from './common.mjs';

const TABLE = 'dossiers';
/** How long the devices and the house wait for an answer; the house waits once in vain before the first device. */
const SECONDS = 60;
const HOUSE_SECONDS = 10;

function put(store, dossiers) {
  store.transaction(() => {
    for (const [id, dossier] of dossiers) store.setPartialRow(TABLE, id, dossier);
  });
}

async function house(folder) {
  const store = createMergeableStore('house');
  put(store, ward());
  const db = new Database(`${folder}/house.db`);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  const persister = createBetterSqlite3Persister(store, db);
  await persister.save();
  const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: true });
  await new Promise((done) => { sockets.once('listening', done); });
  createWsServer(sockets, () => persister, undefined, HOUSE_SECONDS);
  const { port } = sockets.address();
  // Somebody always has the ward open, else the server forgets its store; this one listens no more once it is there.
  const keeper = await createWsSynchronizer(createMergeableStore(), new WebSocket(`ws://127.0.0.1:${port}/ward`), SECONDS);
  await keeper.startSync();
  await keeper.stopSync();
  const tally = new Tally(() => store.getRowCount(TABLE));
  store.addRowIdsListener(TABLE, () => tally.look());
  const change = (round) => {
    const changed = changes(round);
    put(store, changed);
    return changed.length;
  };
  return { port, change, count: (n, limit) => tally.until(n, limit) };
}

async function devices({ port, place, call, time, crowd }) {
  let open = [];
  const shut = async () => {
    await Promise.all(open.map((synchronizer) => synchronizer.destroy()));
    open = [];
    await sleep(200);
  };
  const sync = async (store) => {
    const synchronizer = await createWsSynchronizer(store, new WebSocket(`ws://127.0.0.1:${port}/ward`), SECONDS);
    open.push(synchronizer);
    await synchronizer.startSync();
  };
  const listen = (store) => (look) => {
    const listener = store.addTablesListener(look);
    return () => store.delListener(listener);
  };
  const fresh = () => createMergeableStore();
  const pull = async (store) => {
    await sync(store);
    await until(() => store.getRowCount(TABLE) === K, listen(store));
  };
  const device = fresh();
  await pull(device);
  const again = async () => { await shut(); return device; };
  await time('bootstrap', 5, async () => { await shut(); return fresh(); }, pull);
  await time('null_pull', 21, again, pull);
  const other = async (round) => { await shut(); await call('change', round); return changes(round); };
  await time('delta', 5, other, async (changed) => {
    const there = ([id, { note }]) => device.getCell(TABLE, id, 'note') === note;
    await sync(device);
    await until(() => changed.every(there), listen(device));
  });
  await shut();
  const file = `${place}/device.json`;
  await createFilePersister(device, file).save();
  await time('store_load', 3, () => {}, async () => {
    const store = fresh();
    await createFilePersister(store, file).load();
    holds(store.getRowIds(TABLE).filter((id) => store.getCell(TABLE, id, 'code')).length, K);
  });

  const base = JSON.stringify(device.getMergeableContent());
  const based = () => fresh().setMergeableContent(JSON.parse(base));
  let kept = await call('count', 0);
  const queues = async (round) => {
    await shut();
    return Array.from({ length: DEVICES }, (_, n) => {
      const store = based();
      put(store, dossiers(`push ${round} ${n}`, ACTS));
      return store;
    });
  };
  await time('push', 3, queues, async (queues) => {
    Promise.allSettled(queues.map(sync));
    kept += DEVICES * ACTS;
    // A question that nobody answers in time is not asked again: who is not heard connects anew, as a page does.
    for (let tries = 0; await call('count', kept, 15_000) < kept; tries += 1) {
      holds(tries < 10, true);
      await shut();
      Promise.allSettled(queues.map(sync));
    }
  });
  await shut();
  const lines = Array.from({ length: CROWD }, (_, n) => ({ store: based(), acts: dossiers(`crowd ${n}`, ACTS) }));
  for (const { store } of lines) await sync(store);
  await crowd(async (end) => {
    const told = call('count', kept + CROWD * ACTS, CROWD_MS);
    await Promise.all(lines.map(async ({ store, acts }) => {
      for (const act of acts) {
        if (performance.now() > end) return;
        put(store, [act]);
        await sleep(0);
      }
    }));
    return await told - kept;
  });
}

await run('tinybase', import.meta.url, house, devices);
