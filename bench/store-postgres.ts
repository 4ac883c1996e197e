// What the PostgreSQL store costs over the bare driver, and what a decision of one statement saves over BEGIN … COMMIT.
// Run: node --conditions=@k8s-pizza/source --import tsx bench/store-postgres.ts [--puts 1600] [--blocks 8] [--decisions 160]
import { parseArgs } from 'node:util';
import type { Row } from '@k8s-pizza/slack-approval/store';
import { postgresStore } from '@k8s-pizza/slack-approval-postgres';
import { Pool, type PoolClient } from 'pg';
import { startPostgres } from 'test-engines/start-postgres';
import { type ByHand, benchDecisions } from './decisions.js';

const { values } = parseArgs({
  options: {
    puts: { type: 'string', default: '1600' },
    blocks: { type: 'string', default: '8' },
    decisions: { type: 'string', default: '160' },
  },
});
const [putCount, blockCount] = [Number(values.puts), Number(values.blocks)];
const start = Date.UTC(2026, 0, 1);
const body = JSON.stringify({ text: 'x'.repeat(3000) });

function aRow(id: string): Row {
  const texts = { queue: 'default/pizza-order', status: 'pending', requesterId: 'alertmanager', attention: null };
  const lease = { leaseToken: 'token', leaseUntil: start, claimCount: 0 };
  return { id, version: 0, ...texts, ...lease, askedAt: start, dueAt: start, body };
}

const columns = ['version', 'queue', 'status', 'requester_id', 'asked_at', 'due_at', 'lease_token', 'lease_until'];
const set = [...columns, 'claim_count', 'attention', 'body'].map((column, index) => `${column} = $${index + 2}`);
const update = `UPDATE slack_approvals SET ${set} WHERE id = $1 AND version = $13 RETURNING version`;

function valuesOf(row: Row, version: number): unknown[] {
  const { id, queue, status, requesterId, askedAt, dueAt, leaseToken, leaseUntil, claimCount, attention } = row;
  const lease = [leaseToken, leaseUntil, claimCount, attention];
  return [id, version + 1, queue, status, requesterId, askedAt, dueAt, ...lease, row.body, version];
}

type Put = (row: Row, version: number) => Promise<void>;

async function saved(count: number): Promise<void> {
  if (count !== 1) throw new Error('a conflict');
}

const ways: Readonly<Record<string, (pool: Pool) => Put>> = {
  'the store': (pool) => {
    const store = postgresStore(pool);
    return async (row, version) => saved((await store.put(row, version)) === 'saved' ? 1 : 0);
  },
  'one statement by hand': (pool) => async (row, version) =>
    saved((await pool.query(update, valuesOf(row, version))).rows.length),
  'BEGIN … COMMIT': (pool) => async (row, version) => {
    const client: PoolClient = await pool.connect();
    try {
      await client.query('BEGIN');
      await client.query('SELECT version FROM slack_approvals WHERE id = $1 FOR UPDATE', [row.id]);
      await saved((await client.query(update, valuesOf(row, version))).rows.length);
      await client.query('COMMIT');
    } finally {
      client.release();
    }
  },
};

/** The two statements of a decision. */
function decideByHand(pool: Pool): ByHand {
  const store = postgresStore(pool);
  return {
    seed: (row) => store.put(row, 0),
    async decide(decided) {
      const { rows } = await pool.query('SELECT * FROM slack_approvals WHERE id = $1', [decided.id]);
      await saved((await pool.query(update, valuesOf(decided, Number(rows[0]?.version)))).rows.length);
    },
  };
}

/** Puts per second over so many connections, each of which decides on a row of its own. */
async function rateOf(put: Put, rows: readonly Row[], versions: Map<string, number>): Promise<number> {
  const perRow = Math.ceil(putCount / blockCount / rows.length);
  const startedAt = performance.now();
  await Promise.all(
    rows.map(async (row) => {
      for (let count = 0; count < perRow; count += 1) {
        const version = versions.get(row.id) ?? 1;
        await put(row, version);
        versions.set(row.id, version + 1);
      }
    }),
  );
  return (perRow * rows.length * 1000) / (performance.now() - startedAt);
}

const median = (numbers: readonly number[]) =>
  numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN;

async function bench(pool: Pool, connectionCount: number): Promise<void> {
  const store = postgresStore(pool);
  const rows = Array.from({ length: connectionCount }, (_, index) => aRow(`a${connectionCount}x${index}`));
  for (const row of rows) await store.put(row, 0);
  const versions = new Map<string, number>();
  const rates = new Map(Object.keys(ways).map((name): [string, number[]] => [name, []]));
  // turn and turn about, so that a slow moment of the disk meets all
  for (let block = 0; block < blockCount; block += 1) {
    const names = block % 2 === 0 ? [...rates.keys()] : [...rates.keys()].reverse();
    for (const name of names) {
      const way = ways[name];
      if (way !== undefined) rates.get(name)?.push(await rateOf(way(pool), rows, versions));
    }
  }
  const [own = 0, byHand = 0, inTransaction = 0] = [...rates.values()].map(median);
  for (const [name, all] of rates)
    console.log(`${connectionCount} connections, ${name}: ${median(all).toFixed(0)} / s`);
  console.log(`the store / one statement by hand: ${(own / byHand).toFixed(2)}`);
  const budget = connectionCount === 1 ? 1.4 : 1.8;
  console.log(`the store / BEGIN … COMMIT: ${(own / inTransaction).toFixed(2)} (budget >= ${budget})`);
}

// Where a commit waits for a slow disk, that is nearly all there is to measure: so once with it and once without.
for (const isDurable of [true, false]) {
  console.log(isDurable ? 'commits wait for the disk' : 'commits do not wait for the disk');
  const server = await startPostgres({ isDurable });
  try {
    for (const connectionCount of [1, 16]) {
      const pool = new Pool({ connectionString: await server.createSchema(), max: connectionCount });
      // when the server ends before the last connection has
      pool.on('error', () => undefined);
      await postgresStore(pool).migrate();
      await bench(pool, connectionCount);
      const byHand = { 'by hand: SELECT, UPDATE': decideByHand(pool) };
      const decisions = { byHand, atOnce: connectionCount, count: Number(values.decisions), blocks: blockCount };
      await benchDecisions({ store: postgresStore(pool), ...decisions });
      await pool.end();
    }
  } finally {
    await server.stop();
  }
}
