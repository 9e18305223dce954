// PouchDB on the device, express-pouchdb as the house: CouchDB's way of replication.
//
// Not here: conflicts, which it keeps as hidden revisions.
// The house keeps its documents in LevelDB, which does not wait for the disk.

import http from 'node:http';
import express from 'express';
import expressPouch from 'express-pouchdb';
import PouchDB from 'pouchdb';
import memory from 'pouchdb-adapter-memory';
import { ACTS, CROWD, DEVICES, K, changes, dossiers, holds, run, until, ward } from './common.mjs';

/** Fewer, larger requests than it makes unasked. */
const BATCHES = { batch_size: 1_000 };

const documents = (dossiers) => dossiers.map(([_id, dossier]) => ({ _id, ...dossier }));

async function house(folder) {
  const Kept = PouchDB.defaults({ prefix: `${folder}/` });
  const app = express();
  app.use(expressPouch(Kept, { mode: 'minimumForPouchDB', inMemoryConfig: true, logPath: `${folder}/log.txt` }));
  const server = http.createServer(app);
  await new Promise((done) => { server.listen(0, '127.0.0.1', done); });
  const db = new Kept('ward');
  await db.bulkDocs(documents(ward()));
  const change = async (round) => {
    const all = new Map(changes(round));
    const { rows } = await db.allDocs({ keys: [...all.keys()], include_docs: true });
    return (await db.bulkDocs(rows.map(({ doc }) => ({ ...doc, ...all.get(doc._id) })))).length;
  };
  const count = async () => (await db.info()).doc_count;
  return { port: server.address().port, change, count };
}

async function devices({ port, behind, place, call, time, crowd }) {
  PouchDB.plugin(memory);
  let made = 0;
  const url = (port) => `http://127.0.0.1:${port}/ward`;
  const fresh = () => new PouchDB(`device ${made += 1}`, { adapter: 'memory' });
  const pull = async (db, wanted) => holds((await db.replicate.from(url(port), BATCHES)).docs_written, wanted);
  const device = fresh();
  await pull(device, K);
  await time('bootstrap', 5, fresh, (db) => pull(db, K));
  await time('null_pull', 21, () => device, (db) => pull(db, 0));
  await time('delta', 5, (round) => call('change', round), (count) => pull(device, count));

  const kept = `${place}/device`;
  const filled = new PouchDB(kept);
  await filled.replicate.from(url(behind), BATCHES);
  await filled.close();
  await time('store_load', 3, () => {}, async () => {
    const db = new PouchDB(kept);
    const { rows } = await db.allDocs({ include_docs: true });
    holds(rows.filter(({ doc }) => doc.code).length, K);
    await db.close();
  });

  const queues = (round) => Promise.all(Array.from({ length: DEVICES }, async (_, n) => {
    const db = fresh();
    await db.bulkDocs(documents(dossiers(`push ${round} ${n}`, ACTS)));
    return db;
  }));
  await time('push', 3, queues, async (queues) => {
    const sent = await Promise.all(queues.map((db) => db.replicate.to(url(port), BATCHES)));
    holds(sent.reduce((sum, { docs_written }) => sum + docs_written, 0), DEVICES * ACTS);
  });
  const lines = Array.from({ length: CROWD }, (_, n) => {
    const db = fresh();
    return { db, acts: documents(dossiers(`crowd ${n}`, ACTS)), to: db.replicate.to(url(port), { live: true }) };
  });
  await Promise.all(lines.map(({ to }) => new Promise((done) => { to.once('paused', done); })));
  const before = await call('count');
  await crowd(async (end) => {
    await Promise.all(lines.map(async ({ db, acts, to }) => {
      let sent = 0;
      to.on('change', ({ docs_written }) => { sent = docs_written; });
      for (const [n, act] of acts.entries()) {
        if (performance.now() > end) return;
        await db.put(act);
        await until(() => sent > n, (look) => { to.on('change', look); return () => to.off('change', look); });
      }
    }));
    return await call('count') - before;
  });
  for (const { to } of lines) to.cancel();
}

await run('pouchdb', import.meta.url, house, devices);
