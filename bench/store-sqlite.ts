// What the SQLite store costs over the bare driver, and whether a claim or a list costs more when more is stored.
// Run: node --conditions=@k8s-pizza/source --import tsx bench/store-sqlite.ts [--rows 1000000] [--puts 2000] [--claims 100] [--decisions 100] [--lists 100]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { ApprovalStore, Row, RowQuery } from '@k8s-pizza/slack-approval/store';
import { sqliteStore } from '@k8s-pizza/slack-approval-sqlite';
import Libsql from 'libsql';
import { type ByHand, benchDecisions } from './decisions.js';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    puts: { type: 'string', default: '2000' },
    claims: { type: 'string', default: '100' },
    decisions: { type: 'string', default: '100' },
    lists: { type: 'string', default: '100' },
  },
});
const [rowCount, putCount, claimCount] = [Number(values.rows), Number(values.puts), Number(values.claims)];
const listCount = Number(values.lists);
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

/** What one call took, block by block. */
type Cost = { readonly wallMs: number; readonly cpuMs: number }[];

async function measure(cost: Cost, count: number, work: () => Promise<unknown>): Promise<void> {
  const [wall, cpu] = [performance.now(), process.cpuUsage()];
  for (let index = 0; index < count; index += 1) await work();
  const used = process.cpuUsage(cpu);
  cost.push({ wallMs: (performance.now() - wall) / count, cpuMs: (used.user + used.system) / 1000 / count });
}

// the middle one: what else the machine does makes some blocks slow, and none fast
const median = (cost: Cost, of: 'wallMs' | 'cpuMs'): number =>
  cost.map((block) => block[of]).sort((a, b) => a - b)[Math.floor(cost.length / 2)] ?? Number.NaN;
const each = (cost: Cost): string =>
  `${median(cost, 'wallMs').toFixed(3)} ms (${median(cost, 'cpuMs').toFixed(3)} ms of it CPU)`;

const updateByHand = `UPDATE approvals SET version = ?, queue = ?, status = ?, requesterId = ?, askedAt = ?,
  dueAt = ?, leaseToken = ?, leaseUntil = ?, claimCount = ?, attention = ?, body = ? WHERE id = ? AND version = ?
  RETURNING version`;

/** The statements as somebody would write them who needs no store, on a table and with settings of the store. */
function openByHand(path: string) {
  const database = new Libsql(path);
  database.exec('PRAGMA synchronous = FULL');
  const [select, update] = [database.prepare('SELECT * FROM approvals WHERE id = ?'), database.prepare(updateByHand)];
  return {
    // as: what the column holds
    versionOf: (id: string) => (select.all(id)[0] as Row | undefined)?.version ?? 0,
    put(given: Row, version: number): void {
      const { status, requesterId, askedAt, dueAt, leaseToken, leaseUntil, attention, id } = given;
      const lease = [leaseToken, leaseUntil, 0, attention];
      const what = [given.queue, status, requesterId, askedAt, dueAt, ...lease, given.body];
      if (update.all(version + 1, ...what, id, version).length !== 1) throw new Error('conflict by hand');
    },
  };
}

async function putByHand(path: string): Promise<() => Promise<unknown>> {
  await sqliteStore(path).put(row, 0);
  const { put } = openByHand(path);
  let version = 1;
  return async () => {
    put(row, version);
    version += 1;
  };
}

function decideByHand(path: string): ByHand {
  const store = sqliteStore(path);
  const { versionOf, put } = openByHand(path);
  return { seed: (given) => store.put(given, 0), decide: async (decided) => put(decided, versionOf(decided.id)) };
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

/**
 * `count` pending rows with ids, bodies and due instants all over the file; the first due is `start`, then one a second.
 * One system has asked for half of them, the others have asked for a hundred each, and every fifth needs attention.
 */
function fill(path: string, count: number): ApprovalStore {
  const database = new Libsql(path);
  sqliteStore(database);
  database.exec(`PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000;
    WITH RECURSIVE counter (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM counter WHERE i < ${count - 1})
    INSERT INTO approvals (id, version, queue, status, requesterId, askedAt, dueAt, claimCount, attention, body)
    SELECT 'a' || lower(hex(randomblob(12))), 1, '${queue}', 'pending',
      CASE WHEN i % 2 = 0 THEN 'alertmanager' ELSE 'U' || (i / 2 % ${count / 200}) END, ${start} + i,
      ${start} + 1000 * ((i * 7919) % ${count}), 0, CASE WHEN i % 5 = 0 THEN 'stuck' END, '${body}' FROM counter`);
  database.close();
  return sqliteStore(path);
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
  const [hand, store]: [Cost, Cost] = [[], []];
  // turn and turn about, so that a slow moment of the disk meets both
  for (let done = 0; done < putCount; done += 20) {
    await measure(hand, 10, byHand);
    await measure(store, 10, byStore);
    await measure(store, 10, byStore);
    await measure(hand, 10, byHand);
  }
  console.log(`put by hand       ${each(hand)}`);
  console.log(`put by the store  ${each(store)}`);
  const rate = median(hand, 'wallMs') / median(store, 'wallMs');
  console.log(`rate of the store / rate by hand: ${rate.toFixed(2)} (budget >= 0.9)`);
}

async function decisions(): Promise<void> {
  const store = sqliteStore(join(folder, 'decisions-by-store.db'));
  const byHand = { 'by hand: SELECT, UPDATE': decideByHand(join(folder, 'decisions-by-hand.db')) };
  await benchDecisions({ store, byHand, atOnce: 1, count: Number(values.decisions), blocks: 11 });
}

const filters: readonly Omit<RowQuery, 'limit'>[] = [
  {},
  { queue },
  { status: 'pending' },
  { requesterId: 'alertmanager' },
  { requesterId: 'U1' },
  { attention: 'stuck' },
  { queue, status: 'pending' },
  { requesterId: 'alertmanager', status: 'pending' },
  // no row has it
  { requesterId: 'alertmanager', status: 'approved' },
];

/** A page of 25, the newest or one from the middle on. */
async function benchList(few: ApprovalStore, many: ApprovalStore, filter: (typeof filters)[number], isFirst: boolean) {
  const listOf = (store: ApprovalStore, count: number) => () =>
    store.list({ ...filter, after: isFirst ? null : `${start + count / 2}.a`, limit: 25 });
  const [ofFew, ofMany]: [Cost, Cost] = [[], []];
  const rounds = [() => measure(ofFew, 1, listOf(few, 1000)), () => measure(ofMany, 1, listOf(many, rowCount))];
  for (let done = 0; done < listCount; done += 1)
    for (const round of done % 2 === 0 ? rounds : rounds.toReversed()) await round();
  const ratio = (median(ofMany, 'wallMs') / median(ofFew, 'wallMs')).toFixed(2);
  const what = `list ${JSON.stringify(filter)} ${isFirst ? 'newest' : 'from the middle'}`;
  console.log(`${what}: ${each(ofFew)}, with ${rowCount} rows × ${ratio} (budget <= 1.2)`);
}

async function benchLists(few: ApprovalStore, many: ApprovalStore): Promise<void> {
  for (const filter of filters) for (const isFirst of [true, false]) await benchList(few, many, filter, isFirst);
}

async function benchClaims(few: ApprovalStore, many: ApprovalStore): Promise<void> {
  const claims = [claimNext(few), claimNext(many)] as const;
  const [ofFew, ofMany, idleFew, idleMany]: [Cost, Cost, Cost, Cost] = [[], [], [], []];
  const nothing = { queue, now: start - 1, leaseUntil: start, leaseToken: 'token', limit: 8 };
  // 1,000 rows are enough for 125 claims of eight
  for (let done = 0; done < Math.min(claimCount, 125); done += 1) {
    const rounds = [
      async () => {
        await measure(ofFew, 1, claims[0]);
        await measure(idleFew, 10, () => few.claimDue(nothing));
      },
      async () => {
        await measure(ofMany, 1, claims[1]);
        await measure(idleMany, 10, () => many.claimDue(nothing));
      },
    ];
    // each goes first as often as the other
    for (const round of done % 2 === 0 ? rounds : rounds.reverse()) await round();
  }
  for (const [what, one, other] of [
    ['claimDue of 8', ofFew, ofMany],
    ['claimDue of nothing', idleFew, idleMany],
  ] as const) {
    console.log(`${what}, 1000 pending         ${each(one)}`);
    console.log(`${what}, ${rowCount} pending  ${each(other)}`);
    console.log(
      `cost with ${rowCount} / cost with 1000: ${(median(other, 'wallMs') / median(one, 'wallMs')).toFixed(2)} (budget <= 1.2)`,
    );
  }
}

try {
  await benchPuts();
  await decisions();
  const few = fill(join(folder, 'few.db'), 1000);
  const filling = performance.now();
  const many = fill(join(folder, 'many.db'), rowCount);
  console.log(`filled ${rowCount} rows in ${((performance.now() - filling) / 1000).toFixed(0)} s`);
  await benchLists(few, many);
  await benchClaims(few, many);
} finally {
  rmSync(folder, { recursive: true });
}
