// What the PostgreSQL store costs over the bare driver, and what a decision of one statement saves over BEGIN … COMMIT.
// Run: npm run bench -- postgres-puts
// or: node --conditions=@k8s-pizza/source --import tsx bench/more/postgres-puts.ts [--puts 1600] [--blocks 8]
import { parseArgs } from 'node:util';
import type { Row } from '@k8s-pizza/slack-approval/store';
import { postgresStore } from '@k8s-pizza/slack-approval-postgres';
import { Pool, type PoolClient } from 'pg';
import { startPostgres } from 'test-engines/start-postgres';
import { update, valuesOf } from '../measure/postgres-by-hand.js';
import { report } from '../report/report.js';
import { ratioFigure } from '../report/row.js';
import { ratios, summarise } from '../report/statistics.js';

const { values } = parseArgs({
  options: {
    puts: { type: 'string', default: '1600' },
    blocks: { type: 'string', default: '8' },
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

async function bench(pool: Pool, connectionCount: number, isDurable: boolean): Promise<void> {
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
  const [own = [], byHand = [], inTransaction = []] = rates.values();
  const disk = isDurable ? 'commits wait for the disk' : 'commits do not wait for the disk';
  const where = `PostgreSQL, ${connectionCount} connections, ${disk}`;
  const note = `${summarise(own).median.toFixed(0)} puts a second.`;
  const atLeast = connectionCount === 1 ? 1.4 : 1.8;
  for (const [what, others, budget] of [
    ['one statement by hand', byHand, undefined],
    ['BEGIN … COMMIT', inTransaction, { atLeast }],
  ] as const) {
    const figures = [ratioFigure(summarise(ratios(own, others)), budget)];
    report({ section: 'More', what: `${where}: rate of a put, against ${what}`, figures, note });
  }
}

// Where a commit waits for a slow disk, that is nearly all there is to measure: so once with it and once without.
for (const isDurable of [true, false]) {
  const server = await startPostgres({ isDurable });
  try {
    for (const connectionCount of [1, 16]) {
      const pool = new Pool({ connectionString: await server.createSchema(), max: connectionCount });
      // when the server ends before the last connection has
      pool.on('error', () => undefined);
      await postgresStore(pool).migrate();
      await bench(pool, connectionCount, isDurable);
      await pool.end();
    }
  } finally {
    await server.stop();
  }
}
