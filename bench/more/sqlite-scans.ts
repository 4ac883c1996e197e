// What the SQLite store costs over the bare driver, and whether a claim or a list costs more when more is stored.
// Run: npm run bench -- sqlite-scans
// or: node --conditions=@k8s-pizza/source --import tsx bench/more/sqlite-scans.ts [--rows 1000000] [--puts 2000] [--claims 100] [--lists 100]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { ApprovalStore, Row, RowQuery } from '@k8s-pizza/slack-approval/store';
import { sqliteStore } from '@k8s-pizza/slack-approval-sqlite';
import Libsql from 'libsql';
import { openByHand } from '../measure/sqlite-by-hand.js';
import { report } from '../report/report.js';
import { ratioFigure } from '../report/row.js';
import { ratios, type Summary, summarise } from '../report/statistics.js';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    puts: { type: 'string', default: '2000' },
    claims: { type: 'string', default: '100' },
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

/** What one call took in ms, block by block. */
type Cost = number[];

async function measure(cost: Cost, count: number, work: () => Promise<unknown>): Promise<void> {
  const startedAt = performance.now();
  for (let index = 0; index < count; index += 1) await work();
  cost.push((performance.now() - startedAt) / count);
}

const compare = (cost: Cost, against: Cost): Summary => summarise(ratios(cost, against));
const each = (cost: Cost): string => `${summarise(cost).median.toFixed(3)} ms`;

function reportMany(what: string, ofFew: Cost, ofMany: Cost): void {
  report({
    section: 'More',
    what: `SQLite: ${what}, with ${rowCount} rows against 1,000`,
    figures: [ratioFigure(compare(ofMany, ofFew), { atMost: 1.2 })],
    note: `${each(ofFew)} with 1,000 rows.`,
  });
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
  report({
    section: 'More',
    what: 'SQLite: rate of a put, against by hand',
    figures: [ratioFigure(compare(hand, store), { atLeast: 0.9 })],
    note: `${each(hand)} by hand.`,
  });
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
  reportMany(`list ${JSON.stringify(filter)} ${isFirst ? 'newest' : 'from the middle'}`, ofFew, ofMany);
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
  reportMany('claimDue of 8', ofFew, ofMany);
  reportMany('claimDue of nothing', idleFew, idleMany);
}

try {
  await benchPuts();
  const few = fill(join(folder, 'few.db'), 1000);
  const many = fill(join(folder, 'many.db'), rowCount);
  await benchLists(few, many);
  await benchClaims(few, many);
} finally {
  rmSync(folder, { recursive: true });
}
