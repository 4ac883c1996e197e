// How many decisions a second PostgreSQL takes, each durable before it is answered: a whole signed click against its two statements by hand.
// Run: npm run bench -- store-postgres
import { postgresStore } from '@k8s-pizza/slack-approval-postgres';
import { Pool } from 'pg';
import { startPostgres } from 'test-engines/start-postgres';
import { type ByHand, benchDecisions } from '../measure/decisions.js';
import { update, valuesOf } from '../measure/postgres-by-hand.js';
import { reportDecisions } from '../measure/report-decisions.js';

/** The two statements of a decision. */
function decideByHand(pool: Pool): ByHand {
  const store = postgresStore(pool);
  return {
    seed: (row) => store.put(row, 0),
    async decide(decided) {
      const { rows } = await pool.query('SELECT * FROM slack_approvals WHERE id = $1', [decided.id]);
      const written = await pool.query(update, valuesOf(decided, Number(rows[0]?.version)));
      if (written.rows.length !== 1) throw new Error('a conflict');
    },
  };
}

async function bench(connectionString: string, atOnce: number): Promise<void> {
  const pool = new Pool({ connectionString, max: atOnce });
  // when the server ends before the last connection has
  pool.on('error', () => undefined);
  const store = postgresStore(pool);
  await store.migrate();
  const { rows } = await pool.query('SHOW server_version');
  const rates = await benchDecisions({
    store,
    byHand: decideByHand(pool),
    atOnce,
    ...sizes[atOnce === 1 ? 'one' : 'many'],
  });
  const connections = atOnce === 1 ? 'one connection' : `${atOnce} connections`;
  reportDecisions({
    where: atOnce === 1 ? 'PostgreSQL' : `PostgreSQL, ${atOnce} at once`,
    rates,
    ...(atOnce === 1 ? { budgets: { toAnswer: 0.75, withAllWork: 0.22 } } : {}),
    setUp: `PostgreSQL ${rows[0]?.server_version}, every commit waits for the disk, ${connections}`,
  });
  await pool.end();
}

const sizes = { one: { count: 24, blocks: 30 }, many: { count: 96, blocks: 11 } };

const server = await startPostgres({ isDurable: true });
try {
  for (const atOnce of [1, 16]) await bench(await server.createSchema(), atOnce);
} finally {
  await server.stop();
}
