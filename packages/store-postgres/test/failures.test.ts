import { aRow } from '@k8s-pizza/slack-approval-testing';
import { Pool, types } from 'pg';
import { claim, storeCalls } from 'test-engines/store-calls';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { type PostgresClient, postgresStore } from '../src/index.js';
import { aPool, aServer } from './a-database.js';

const now = aRow().askedAt;
const server = aServer();

async function aStore() {
  const url = await server().createSchema();
  const pool = aPool(url);
  const store = postgresStore(pool);
  await store.migrate();
  return { url, pool, store };
}

test.each(Object.entries(storeCalls))('%s rejects with the cause where no server is', async (_, call) => {
  const store = postgresStore(aPool('postgres://postgres@127.0.0.1:1/none'));

  await expect(call(store)).rejects.toMatchObject({ code: 'store_failed', cause: { code: 'ECONNREFUSED' } });
});

test('on a server that only reads, as after a failover, a put is refused and says so; reading goes on', async () => {
  const { pool, store } = await aStore();
  await store.put(aRow(), 0);
  const client = await pool.connect();
  await client.query('SET default_transaction_read_only = on');
  const replica = postgresStore(client);

  const error = await replica.put(aRow({ status: 'approved' }), 1).then(String, (reason: unknown) => reason);
  const found = await replica.get('aone');
  client.release(true);

  expect(error).toMatchObject({ code: 'store_failed', cause: { code: '25006' } });
  expect(String(error)).toContain('replica');
  expect(found).toEqual(aRow({ version: 1 }));
});

describe.each([
  ['in the middle of a transaction', 'SELECT 1'],
  ['in one that has failed', 'SELECT 1 / 0'],
])('a connection that another part of the program gave back %s', (_, statement) => {
  test('is not used: what is saved is committed, and the rest of that transaction is not', async () => {
    const { url, pool, store } = await aStore();
    await store.put(aRow(), 0);
    await pool.query('CREATE TABLE orders (id text)');
    const { rows } = await pool.query('SELECT pg_backend_pid() AS pid');
    const client = await pool.connect();
    await client.query("BEGIN; INSERT INTO orders VALUES ('order 1')");
    await client.query(statement).catch(() => undefined);
    client.release();

    expect(await store.put(aRow({ status: 'approved' }), 1)).toBe('saved');
    const claimed = await store.claimDue(claim);

    const other = aPool(url);
    expect(await postgresStore(other).get('aone')).toEqual(claimed[0]);
    expect((await other.query('SELECT * FROM orders')).rows).toEqual([]);
    expect((await pool.query('SELECT pg_backend_pid() AS pid')).rows).not.toEqual(rows);
  });
});

test('a connection that the server ends in the middle of a statement rejects it, and does not end the process', async () => {
  const { url, pool, store } = await aStore();
  await store.put(aRow(), 0);
  const other = await aPool(url).connect();
  onTestFinished(() => other.release());
  await other.query("BEGIN; SELECT 1 FROM slack_approvals WHERE id = 'aone' FOR UPDATE");

  const putting = expect(store.put(aRow({ status: 'approved' }), 1)).rejects.toMatchObject({ code: 'store_failed' });
  // the server is other tests' as well: only what waits for this transaction is ended
  const { rows } = await other.query('SELECT pg_backend_pid() AS pid');
  const end = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${rows[0].pid} = ANY (pg_blocking_pids(pid))`;
  await vi.waitUntil(async () => (await aPool(url).query(end)).rowCount !== 0);
  await putting;
  await other.query('ROLLBACK');

  expect(pool.totalCount).toBe(0);
  expect(await store.put(aRow({ status: 'approved' }), 1)).toBe('saved');
});

test('a claim skips a row that another connection has locked', async () => {
  const { pool, store } = await aStore();
  await store.put(aRow(), 0);
  await store.put(aRow({ id: 'atwo' }), 0);
  const other = await pool.connect();
  await other.query("BEGIN; SELECT 1 FROM slack_approvals WHERE id = 'aone' FOR UPDATE");

  expect((await store.claimDue(claim)).map(({ id }) => id)).toEqual(['atwo']);

  await other.query('ROLLBACK');
  other.release();
  expect((await store.claimDue(claim)).map(({ id }) => id)).toEqual(['aone']);
});

test('the character U+0000, which PostgreSQL cannot keep, is refused and not dropped', async () => {
  const { store } = await aStore();

  await expect(store.put(aRow({ body: '"a\0b"' }), 0)).rejects.toMatchObject({
    code: 'store_failed',
    cause: { code: '22021' },
  });
  expect(await store.get('aone')).toBeNull();
});

test.each(['yesterday', '1.', '.a', `${'9'.repeat(17)}.a`])('%s is no cursor, and is refused', async (after) => {
  const { store } = await aStore();

  await expect(store.list({ limit: 1, after })).rejects.toMatchObject({ code: 'invalid_argument' });
});

test.each([undefined, null, '', 'postgres://localhost/approvals', {}])('%j is no pool', (value) => {
  // what the environment gives is not always what the types say
  expect(() => postgresStore(value as PostgresClient)).toThrow(expect.objectContaining({ code: 'invalid_options' }));
});

test('a pool that gives its bigints as such still gives rows with numbers', async () => {
  const { url, store } = await aStore();
  await store.put(aRow({ leaseUntil: 2 ** 53 - 1 }), 0);
  const parsers: { getTypeParser: typeof types.getTypeParser } = {
    getTypeParser: (id: number, ...format: []) => (id === 20 ? BigInt : types.getTypeParser(id, ...format)),
  };

  const pool = aPool(url, { types: parsers });

  expect((await pool.query('SELECT asked_at FROM slack_approvals')).rows).toEqual([{ asked_at: BigInt(now) }]);
  expect(await postgresStore(pool).get('aone')).toEqual(aRow({ version: 1, leaseUntil: 2 ** 53 - 1 }));
});

test('the pool stays open when the store is closed', async () => {
  const { pool, store } = await aStore();

  await store.close();

  expect(pool).toBeInstanceOf(Pool);
  expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await expect(store.get('aone')).rejects.toMatchObject({ code: 'store_closed' });
});

test('no text of a row is in an error’s message', async () => {
  const { pool, store } = await aStore();
  await pool.query('ALTER TABLE slack_approvals ADD CHECK (claim_count < 5)');

  const error = await store.put(aRow({ body: '"canary"', claimCount: 9 }), 0).then(String, (reason: Error) => reason);

  expect(error).toMatchObject({ code: 'store_failed', cause: { code: '23514' } });
  expect(`${error} ${Object(error).cause}`).not.toContain('canary');
});
