import type { Row } from '@k8s-pizza/slack-approval/store';
import { Pool, type PoolConfig } from 'pg';
import { sharedPostgres } from 'test-engines/in-this-run';
import { beforeAll, onTestFinished } from 'vitest';

type Server = Awaited<ReturnType<typeof sharedPostgres>>;

/** The server of the test run. */
export function aServer(): () => Server {
  let server: Server;
  beforeAll(async () => {
    server = await sharedPostgres();
  });
  return () => server;
}

/** A pool that bears it when a connection is ended from outside, as every pool that lives for long has to. */
export function openPool(connectionString: string, options: PoolConfig = {}): Pool {
  return new Pool({ connectionString, ...options }).on('error', () => undefined);
}

/** The same, until the running test ends. */
export function aPool(connectionString: string, options: PoolConfig = {}): Pool {
  const pool = openPool(connectionString, options);
  onTestFinished(() => pool.end());
  return pool;
}

/** Reads a row as any other program would. */
export async function readRowFrom(pool: Pool, id: string): Promise<Row | null> {
  const { rows } = await pool.query('SELECT * FROM slack_approvals WHERE id = $1', [id]);
  if (rows[0] === undefined) return null;
  const { requester_id, asked_at, due_at, lease_token, lease_until, claim_count, version, ...others } = rows[0];
  const toNumber = (value: string | null) => (value === null ? null : Number(value));
  return {
    ...others,
    version: Number(version),
    requesterId: requester_id,
    askedAt: Number(asked_at),
    dueAt: toNumber(due_at),
    leaseToken: lease_token,
    leaseUntil: toNumber(lease_until),
    claimCount: claim_count,
  };
}
