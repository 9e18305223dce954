// The least that does the work: Node's own http, SQLite, acts that are known by device and number, a cursor.
//
// Not here: login, rules, secrets, a store on the device.

import http from 'node:http';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import Database from 'better-sqlite3';
import { ACTS, CROWD, DEVICES, K, changes, dossiers, holds, run, ward } from './common.mjs';

const [gzip, gunzip, brotli, unbrotli] =
  [zlib.gzip, zlib.gunzip, zlib.brotliCompress, zlib.brotliDecompress].map((pack) => promisify(pack));
const QUALITY = { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 4 } };

async function house(folder) {
  const db = new Database(`${folder}/ref.db`);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec(`
    CREATE TABLE act (seq INTEGER PRIMARY KEY, device TEXT, n INTEGER, body TEXT, UNIQUE (device, n));
    CREATE TABLE dossier (id TEXT PRIMARY KEY, seq INTEGER, body TEXT);
    CREATE INDEX by_seq ON dossier (seq)`);
  const last = db.prepare('SELECT coalesce(max(n), 0) FROM act WHERE device = ?').pluck();
  const add = db.prepare('INSERT INTO act (device, n, body) VALUES (?, ?, ?)');
  const get = db.prepare('SELECT body FROM dossier WHERE id = ?').pluck();
  const put = db.prepare('INSERT OR REPLACE INTO dossier VALUES (?, ?, ?)');
  const since = db.prepare('SELECT id, seq, body FROM dossier WHERE seq > ? ORDER BY seq LIMIT 5000');
  const push = db.transaction(({ device, acts }) => {
    let known = last.get(device);
    return acts.map(([n, id, fields]) => {
      if (n <= known) return 'known';
      if (n !== known + 1) return 'gap';
      const seq = add.run(device, n, JSON.stringify([id, fields])).lastInsertRowid;
      put.run(id, seq, JSON.stringify({ ...JSON.parse(get.get(id) ?? '{}'), ...fields }));
      known = n;
      return 'done';
    });
  });
  const pull = (cursor) => {
    const rows = since.all(cursor);
    return { cursor: rows.at(-1)?.seq ?? cursor, rows: rows.map(({ id, body }) => [id, JSON.parse(body)]) };
  };
  const server = http.createServer(async (ask, reply) => {
    const parts = [];
    for await (const part of ask) parts.push(part);
    const answer = ask.method === 'POST'
      ? push(JSON.parse(await gunzip(Buffer.concat(parts))))
      : pull(Number(ask.url.split('=')[1]));
    let body = Buffer.from(JSON.stringify(answer));
    if (body.length > 1_024) {
      body = await brotli(body, QUALITY);
      reply.setHeader('content-encoding', 'br');
    }
    reply.setHeader('content-type', 'application/json').setHeader('content-length', body.length).end(body);
  });
  await new Promise((done) => { server.listen(0, '127.0.0.1', done); });
  push({ device: 'seed', acts: ward().map(([id, dossier], i) => [i + 1, id, dossier]) });
  const change = (round) => push({
    device: `other ${round}`,
    acts: changes(round).map(([id, fields], i) => [i + 1, id, fields]),
  }).length;
  return { port: server.address().port, change };
}

async function devices({ port, call, time, crowd }) {
  const line = () => new http.Agent({ keepAlive: true, maxSockets: 1 });
  const ask = async (agent, path, body) => {
    const packed = body && await gzip(JSON.stringify(body));
    return new Promise((done, fail) => {
      const headers = body ? { 'content-type': 'application/json', 'content-encoding': 'gzip' } : {};
      Object.assign(headers, body ? { 'content-length': packed.length } : { 'accept-encoding': 'br' });
      const method = body ? 'POST' : 'GET';
      const request = http.request({ port, host: '127.0.0.1', path, agent, method, headers }, async (answer) => {
        const parts = [];
        for await (const part of answer) parts.push(part);
        const whole = Buffer.concat(parts);
        done(JSON.parse(answer.headers['content-encoding'] ? await unbrotli(whole) : whole));
      });
      request.on('error', fail).end(packed || undefined);
    });
  };
  const pull = async (device) => {
    const agent = line();
    let count = 0;
    for (;;) {
      const { cursor, rows } = await ask(agent, `/pull?since=${device.cursor}`);
      for (const [id, dossier] of rows) device.base.set(id, dossier);
      device.cursor = cursor;
      count += rows.length;
      if (rows.length < 5_000) return count;
    }
  };
  const fresh = () => ({ cursor: 0, base: new Map() });
  const device = fresh();
  await pull(device);
  await time('bootstrap', 5, fresh, async (fresh) => holds(await pull(fresh), K));
  await time('null_pull', 21, () => device, async (device) => holds(await pull(device), 0));
  await time('delta', 5, (round) => call('change', round), async (count) => holds(await pull(device), count));

  const acts = (name, count) => dossiers(name, count).map(([id, dossier], i) => [i + 1, id, dossier]);
  const pushes = (round) => Array.from({ length: DEVICES }, (_, n) => {
    const name = `push ${round} ${n}`;
    return { device: name, acts: acts(name, ACTS) };
  });
  const send = async (pushes, word) => {
    const told = await Promise.all(pushes.map((push) => ask(line(), '/push', push)));
    holds(told.flat().filter((said) => said === word).length, DEVICES * ACTS);
  };
  await time('push', 3, pushes, (pushes) => send(pushes, 'done'));
  await time('push(replay)', 3, pushes, (pushes) => send(pushes, 'known'));
  const queues = Array.from({ length: CROWD }, (_, n) => acts(`crowd ${n}`, ACTS));
  await crowd(async (end) => {
    let done = 0;
    await Promise.all(queues.map(async (queue, n) => {
      const agent = line();
      for (const act of queue) {
        if (performance.now() > end) return;
        holds((await ask(agent, '/push', { device: `crowd ${n}`, acts: [act] }))[0], 'done');
        done += 1;
      }
    }));
    return done;
  });
}

await run('ref', import.meta.url, house, devices);
