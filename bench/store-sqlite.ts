// What the SQLite store costs over the bare driver, and whether a claim costs more when more is pending.
// Run: node --conditions=@k8s-pizza/source --import tsx bench/store-sqlite.ts [--rows 1000000] [--puts 2000] [--claims 100]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { ApprovalStore, Row } from '@k8s-pizza/slack-approval';
import { sqliteStore } from '@k8s-pizza/slack-approval-sqlite';
import Libsql from 'libsql';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    puts: { type: 'string', default: '2000' },
    claims: { type: 'string', default: '100' },
  },
});
const [rowCount, putCount, claimCount] = [Number(values.rows), Number(values.puts), Number(values.claims)];
const folder = mkdtempSync(join(tmpdir(), 'bench-store-sqlite-'));
const queue = 'default/pizza-order';
const start = Date.UTC(2026, 0, 1);
const body = JSON.stringify({ text: 'x'.repeat(2000) });

const row: Row = {
  id: `a${'2'.repeat(25)}`,
  version: 0,
  queue,
  status: 'pending',
  requesterId: 'alertmanager',
  askedAt: start,
  dueAt: start,
  leaseToken: 'token',
  leaseUntil: start,
  claimCount: 0,
  attention: null,
  body,
};

interface Cost {
  wallMs: number;
  cpuMs: number;
  count: number;
}

const noCost = (): Cost => ({ wallMs: 0, cpuMs: 0, count: 0 });

async function measure(cost: Cost, count: number, work: () => Promise<unknown>): Promise<void> {
  const [wall, cpu] = [performance.now(), process.cpuUsage()];
  for (let index = 0; index < count; index += 1) await work();
  const used = process.cpuUsage(cpu);
  cost.wallMs += performance.now() - wall;
  cost.cpuMs += (used.user + used.system) / 1000;
  cost.count += count;
}

const each = ({ wallMs, cpuMs, count }: Cost) =>
  `${(wallMs / count).toFixed(3)} ms each (${(cpuMs / count).toFixed(3)} ms CPU)`;

/** The statement of `put` as somebody would write it who needs no store, on a table and with settings of the store. */
async function putByHand(path: string): Promise<() => Promise<unknown>> {
  await sqliteStore(path).put(row, 0);
  const database = new Libsql(path);
  database.exec('PRAGMA synchronous = FULL');
  const update =
    database.prepare(`UPDATE approvals SET version = ?, queue = ?, status = ?, requesterId = ?, askedAt = ?,
    dueAt = ?, leaseToken = ?, leaseUntil = ?, claimCount = ?, attention = ?, body = ? WHERE id = ? AND version = ?
    RETURNING version`);
  let version = 1;
  return async () => {
    const { status, requesterId, askedAt, dueAt, leaseToken, leaseUntil, attention, id } = row;
    const lease = [leaseToken, leaseUntil, 0, attention];
    const saved = update.all(version + 1, queue, status, requesterId, askedAt, dueAt, ...lease, body, id, version);
    if (saved.length !== 1) throw new Error('conflict by hand');
    version += 1;
  };
}

async function putByStore(path: string): Promise<() => Promise<unknown>> {
  const store = sqliteStore(path);
  await store.put(row, 0);
  let version = 1;
  return async () => {
    if ((await store.put(row, version)) !== 'saved') throw new Error('conflict in the store');
    version += 1;
  };
}

/** `count` pending rows with ids, bodies and due instants all over the file; the first due is `start`, then one a second. */
function fill(path: string, count: number): ApprovalStore {
  const store = sqliteStore(path);
  const database = new Libsql(path);
  database.exec(`PRAGMA synchronous = OFF;
    WITH RECURSIVE counter (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM counter WHERE i < ${count - 1})
    INSERT INTO approvals (id, version, queue, status, requesterId, askedAt, dueAt, claimCount, body)
    SELECT 'a' || lower(hex(randomblob(12))), 1, '${queue}', 'pending', 'alertmanager', ${start} + i,
      ${start} + 1000 * ((i * 7919) % ${count}), 0, '${body}' FROM counter`);
  database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all();
  return store;
}

/** Claims what came due in the eight seconds since the claim before. */
function claimNext(store: ApprovalStore): () => Promise<unknown> {
  let round = 0;
  return async () => {
    const now = start + (round * 8 + 7) * 1000;
    round += 1;
    const rows = await store.claimDue({ queue, now, leaseUntil: start * 2, leaseToken: 'token', limit: 8 });
    if (rows.length !== 8) throw new Error(`claimed ${rows.length}`);
  };
}

async function benchPuts(): Promise<void> {
  const byHand = await putByHand(join(folder, 'by-hand.db'));
  const byStore = await putByStore(join(folder, 'by-store.db'));
  const [hand, store] = [noCost(), noCost()];
  // turn and turn about, so that a slow moment of the disk meets both
  for (let done = 0; done < putCount; done += 10) {
    await measure(hand, 10, byHand);
    await measure(store, 10, byStore);
  }
  console.log(`put by hand       ${each(hand)}`);
  console.log(`put by the store  ${each(store)}`);
  const rate = hand.wallMs / store.wallMs;
  console.log(`rate of the store / rate by hand: ${rate.toFixed(2)} (budget >= 0.9)`);
}

async function benchClaims(): Promise<void> {
  const few = fill(join(folder, 'few.db'), 1000);
  const filling = performance.now();
  const many = fill(join(folder, 'many.db'), rowCount);
  console.log(`filled ${rowCount} rows in ${((performance.now() - filling) / 1000).toFixed(0)} s`);
  const claims = [claimNext(few), claimNext(many)] as const;
  const [ofFew, ofMany, idleFew, idleMany] = [noCost(), noCost(), noCost(), noCost()];
  const nothing = { queue, now: start - 1, leaseUntil: start, leaseToken: 'token', limit: 8 };
  // 1,000 rows are enough for 125 claims of eight
  for (let done = 0; done < Math.min(claimCount, 125); done += 1) {
    await measure(ofFew, 1, claims[0]);
    await measure(ofMany, 1, claims[1]);
    await measure(idleFew, 10, () => few.claimDue(nothing));
    await measure(idleMany, 10, () => many.claimDue(nothing));
  }
  for (const [what, one, other] of [
    ['claimDue of 8', ofFew, ofMany],
    ['claimDue of nothing', idleFew, idleMany],
  ] as const) {
    console.log(`${what}, 1000 pending         ${each(one)}`);
    console.log(`${what}, ${rowCount} pending  ${each(other)}`);
    console.log(`cost with ${rowCount} / cost with 1000: ${(other.wallMs / one.wallMs).toFixed(2)} (budget <= 1.2)`);
  }
}

try {
  await benchPuts();
  await benchClaims();
} finally {
  rmSync(folder, { recursive: true });
}
