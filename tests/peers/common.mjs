// The work that every system does, a counter of bytes, and two processes: the house (the server) and the devices.
//
// Not here: any system. What is printed is read by `tests/bench/peers.rs`.
// Invariant: equal names give equal dossiers, in both processes and in every run.

import { fork } from 'node:child_process';
import { createCipheriv, createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Dossiers that the ward has. */
export const K = Number(process.env.K ?? 5_000);
/** Dossiers that somebody else changes before a pull. */
export const CHANGES = 100;
/** Devices that send at once what they received without a network, and how much each. */
export const DEVICES = 10;
export const ACTS = 50;
/** Devices that send act by act. */
export const CROWD = 40;
/** What repeats stops repeating after this, and who waits gives up after that; milliseconds. */
const ENOUGH = 15_000;
const LIMIT = 240_000;
/** The longest that the crowd sends. */
export const CROWD_MS = 20_000;

const FAMILY = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Huỳnh', 'Phan', 'Vũ', 'Võ', 'Đặng'];
const MIDDLE = ['Văn', 'Thị', 'Hữu', 'Minh', 'Ngọc', 'Thanh'];
const GIVEN = ['An', 'Bình', 'Chi', 'Dũng', 'Giang', 'Hạnh', 'Khánh', 'Lan', 'Minh', 'Nga', 'Phúc', 'Quỳnh', 'Sơn',
  'Trang', 'Tuấn', 'Yến'];
const PROCEDURES = ['CT-01', 'HT-01', 'HT-09', 'BT-02'];
const SIGNS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const MORNING = Date.UTC(2018, 10, 21, 1);
const STEP = 5_000;
const DAY = 86_400_000;

/** Bytes that look like chance and are the same for the same name. */
function chance(name) {
  const key = createHash('sha256').update(name).digest().subarray(0, 16);
  const cipher = createCipheriv('aes-128-ctr', key, Buffer.alloc(16));
  return (count) => cipher.update(Buffer.alloc(count));
}

/** As a device makes it: the time in front, chance behind (UUID, version 7). */
function identity(at, random) {
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(at, 0, 6);
  random.copy(bytes, 6);
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** So many pairs of an identity and a dossier, all different. About 340 bytes of JSON each, the identity included. */
export function dossiers(name, count) {
  const random = chance(name);
  const below = (n) => random(6).readUIntBE(0, 6) % n;
  const pick = (list) => list[below(list.length)];
  return Array.from({ length: count }, (_, i) => {
    const at = MORNING + i * STEP;
    return [identity(at, random(10)), {
      code: `H17.135-181121-${String(i + 1).padStart(4, '0')}`,
      procedure: pick(PROCEDURES),
      status: 'da_tiep_nhan',
      applicant: `${pick(FAMILY)} ${pick(MIDDLE)} ${pick(GIVEN)}`,
      number: `048${String(79_000_000 + below(900_000_000)).padStart(9, '0')}`,
      birth: String(1940 + below(65)),
      phone: `09${10_000_000 + below(80_000_000)}`,
      address: `${1 + below(400)} đường ${pick(GIVEN)}, khu phố ${1 + below(9)}`,
      received: at,
      due: at + (1 + below(15)) * DAY,
      officer: 1 + below(12),
      secret: Array.from({ length: 6 }, () => pick(SIGNS)).join(''),
      note: '',
    }];
  });
}

/** The ward's own dossiers. */
export const ward = () => dossiers('ward', K);

/** What somebody else changes for the `round`th time: identities, seven apart, and the fields. */
export function changes(round) {
  const all = ward();
  const fields = { status: ['dang_xu_ly', 'cho_ky'][round % 2], note: `đã cập nhật lần ${round}` };
  return Array.from({ length: Math.min(CHANGES, K) }, (_, i) => [all[(i * 7) % K][0], fields]);
}

/** A loopback proxy; it counts every byte of both directions before it passes it on. */
async function proxy(target) {
  const count = { up: 0, down: 0 };
  const server = net.createServer({ noDelay: true }, (near) => {
    const far = net.connect({ port: target, host: '127.0.0.1', noDelay: true });
    for (const [from, to, way] of [[near, far, 'up'], [far, near, 'down']]) {
      from.on('data', (part) => { count[way] += part.length; });
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
      from.pipe(to);
    }
  });
  await new Promise((done) => { server.listen(0, '127.0.0.1', done); });
  const take = () => {
    const taken = { ...count };
    count.up = count.down = 0;
    return taken;
  };
  return { port: server.address().port, take };
}

export const sleep = (ms) => new Promise((done) => { setTimeout(done, ms); });

/** Ends as soon as `event` has brought what `is` asks; `listen` puts the listener there and answers how to take it away. */
export function until(is, listen, limit = LIMIT) {
  return new Promise((done, fail) => {
    let stop = () => {};
    const look = () => {
      if (!is()) return;
      stop();
      clearTimeout(late);
      done();
    };
    const late = setTimeout(() => { stop(); fail(new Error('waited too long')); }, limit);
    stop = listen(look) ?? stop;
    look();
  });
}

/** What a house has counted so far, and who waits for it: for systems that never say that a push has arrived. */
export class Tally {
  #waits = new Set();
  constructor(read) { this.read = read; }
  look() { for (const look of this.#waits) look(); }
  /** Ends with what has come when that is `count`, or after `limit`. */
  async until(count, limit = LIMIT) {
    const listen = (look) => { this.#waits.add(look); return () => this.#waits.delete(look); };
    await until(() => this.read() >= count, listen, limit).catch(() => {});
    return this.read();
  }
}

/**
 * Starts `house(folder)` in a process of its own and then `devices` with what measures. `house` answers the port and
 * what the devices may call: `change(round)`, `count(n, limit)`.
 */
export async function run(peer, url, house, devices) {
  const [, , role, folder] = process.argv;
  if (role === 'house') {
    const calls = await house(folder);
    process.on('message', async ({ n, name, args }) => process.send({ n, answer: await calls[name](...args) }));
    process.on('disconnect', () => process.exit());
    process.send({ port: calls.port });
    return;
  }
  // Beside our own, on the same disk.
  const place = mkdtempSync(join(tmpdir(), 'mot-cua-peers-'));
  const child = fork(fileURLToPath(url), ['house', place], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  process.on('exit', () => {
    child.kill('SIGKILL');
    rmSync(place, { recursive: true, force: true });
  });
  child.on('exit', (code) => { console.error(`the house of ${peer} ended (${code})`); process.exit(1); });
  const port = await new Promise((done) => { child.once('message', ({ port }) => done(port)); });
  let asked = 0;
  const call = (name, ...args) => new Promise((done) => {
    const n = asked += 1;
    const hear = (message) => {
      if (message.n !== n) return;
      child.off('message', hear);
      done(message.answer);
    };
    child.on('message', hear);
    child.send({ n, name, args });
  });
  const counter = await proxy(port);
  const tell = (what, ms, more) => {
    console.log(JSON.stringify({ peer, what, ms: Math.round(ms * 100) / 100, ...more }));
  };
  /** Prepares and works up to `rounds` times; the median of the work, and the bytes of its last round, are one line. */
  const time = async (what, rounds, prepare, work) => {
    const times = [];
    let taken;
    const first = performance.now();
    for (let round = 0; round < rounds && performance.now() - first < ENOUGH; round += 1) {
      const ready = await prepare(round);
      counter.take();
      const begin = performance.now();
      await work(ready);
      times.push(performance.now() - begin);
      taken = counter.take();
    }
    times.sort((a, b) => a - b);
    tell(what, times[Math.floor(times.length / 2)], taken);
  };
  /** The crowd at once; `work` answers how many acts the house has when it ends. */
  const crowd = async (work) => {
    counter.take();
    const begin = performance.now();
    const acts = await work(begin + CROWD_MS);
    tell('push40', performance.now() - begin, { ...counter.take(), acts });
  };
  await devices({ port: counter.port, behind: port, place, call, time, crowd, tell });
  process.exit(0);
}

/** Whether what was measured was the whole work. */
export function holds(seen, wanted) {
  if (seen !== wanted) throw new Error(`${seen} instead of ${wanted}`);
}
