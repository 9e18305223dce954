// RxDB on the device, rxdb-server as the house.
//
// Not here: `store_load`; what keeps RxDB's data in Node is sold (or, for trials, ends at 300 documents).
// Both ends keep their data in memory; nothing waits for a disk.

import compression from 'compression';
import express from 'express';
import { createRxDatabase } from 'rxdb';
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory';
import { HTTP_SERVER_BY_EXPRESS, RxServerAdapterExpress } from 'rxdb-server/plugins/adapter-express';
import { replicateServer } from 'rxdb-server/plugins/replication-server';
import { createRxServer } from 'rxdb-server/plugins/server';
import { ACTS, CROWD, DEVICES, K, changes, dossiers, holds, run, ward } from './common.mjs';

const BATCH = { batchSize: 1_000 };
/** As a browser says it over TLS. */
const headers = { 'accept-encoding': 'br' };

const documents = (dossiers) => dossiers.map(([id, dossier]) => ({ id, ...dossier }));

async function open(name) {
  const [[, dossier]] = dossiers('schema', 1);
  const fields = Object.entries(dossier).map(([field, value]) => [field, { type: typeof value }]);
  const properties = { id: { type: 'string', maxLength: 36 }, ...Object.fromEntries(fields) };
  const schema = { version: 0, type: 'object', primaryKey: 'id', properties, required: ['id'] };
  const db = await createRxDatabase({ name, storage: getRxStorageMemory(), multiInstance: false });
  return (await db.addCollections({ dossiers: { schema } })).dossiers;
}

async function house() {
  const collection = await open('ward');
  await collection.bulkInsert(documents(ward()));
  const app = express();
  app.use(compression(), express.json());
  const serving = { database: collection.database, adapter: RxServerAdapterExpress, serverApp: app };
  const server = await createRxServer({ ...serving, port: 0, hostname: '127.0.0.1' });
  server.addReplicationEndpoint({ name: 'dossiers', collection });
  await server.start();
  const change = async (round) => {
    const all = new Map(changes(round));
    const found = await collection.findByIds([...all.keys()]).exec();
    await Promise.all([...found.values()].map((dossier) => dossier.incrementalPatch(all.get(dossier.id))));
    return found.size;
  };
  const count = () => collection.count().exec();
  return { port: HTTP_SERVER_BY_EXPRESS.get(app).address().port, change, count };
}

async function devices({ port, call, time, crowd }) {
  let made = 0;
  const url = `http://127.0.0.1:${port}/dossiers/0`;
  const fresh = () => open(`device${made += 1}`);
  const replicate = (collection, ways, live) => replicateServer({
    collection, url, headers, live, replicationIdentifier: 'house', ...ways,
  });
  const pull = async (collection, wanted) => {
    let count = 0;
    const replication = replicate(collection, { pull: BATCH, push: BATCH }, false);
    replication.received$.subscribe(() => { count += 1; });
    await replication.awaitInitialReplication();
    holds(count, wanted);
    await replication.cancel();
  };
  const device = await fresh();
  await pull(device, K);
  await time('bootstrap', 5, fresh, (collection) => pull(collection, K));
  await time('null_pull', 21, () => device, (collection) => pull(collection, 0));
  await time('delta', 5, (round) => call('change', round), (count) => pull(device, count));

  const queues = (round) => Promise.all(Array.from({ length: DEVICES }, async (_, n) => {
    const collection = await fresh();
    await collection.bulkInsert(documents(dossiers(`push ${round} ${n}`, ACTS)));
    return collection;
  }));
  let kept = await call('count');
  await time('push', 3, queues, async (queues) => {
    await Promise.all(queues.map(async (collection) => {
      const replication = replicate(collection, { push: BATCH }, false);
      await replication.awaitInitialReplication();
      await replication.cancel();
    }));
    holds(await call('count'), kept += DEVICES * ACTS);
  });
  const lines = await Promise.all(Array.from({ length: CROWD }, async (_, n) => {
    const collection = await fresh();
    const replication = replicate(collection, { push: BATCH }, true);
    await replication.awaitInitialReplication();
    return { collection, replication, acts: documents(dossiers(`crowd ${n}`, ACTS)) };
  }));
  await crowd(async (end) => {
    await Promise.all(lines.map(async ({ collection, replication, acts }) => {
      for (const act of acts) {
        if (performance.now() > end) return;
        await collection.insert(act);
        await replication.awaitInSync();
      }
    }));
    return await call('count') - kept;
  });
}

await run('rxdb', import.meta.url, house, devices);
