import { createApprovals, user } from '@k8s-pizza/slack-approval';
import { aRow } from '@k8s-pizza/slack-approval-testing';
import type { Pool } from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';
import { postgresStore } from '../src/index.js';
import { aPool, aServer } from './a-database.js';

const server = aServer();

async function aTransaction() {
  const pool = aPool(await server().createSchema());
  const store = postgresStore(pool);
  await store.migrate();
  await pool.query('CREATE TABLE orders (id text PRIMARY KEY)');
  const client = await pool.connect();
  onTestFinished(() => client.release());
  await client.query('BEGIN');
  return { pool, store, client, inside: store.within(client) };
}

const orders = async (pool: Pool) => (await pool.query('SELECT id FROM orders')).rows;

describe('a store within a transaction', () => {
  test('saves what is seen outside once it is committed, together with the rest', async () => {
    const { pool, store, client, inside } = await aTransaction();

    await client.query("INSERT INTO orders VALUES ('order 1')");
    expect(await inside.put(aRow(), 0)).toBe('saved');
    expect(await inside.get('aone')).toEqual(aRow({ version: 1 }));
    expect(await store.get('aone')).toBeNull();

    await client.query('COMMIT');
    expect(await store.get('aone')).toEqual(aRow({ version: 1 }));
    expect(await orders(pool)).toEqual([{ id: 'order 1' }]);
  });

  test('saves nothing when it is rolled back', async () => {
    const { store, client, inside } = await aTransaction();

    await inside.put(aRow(), 0);
    await client.query('ROLLBACK');

    expect(await store.get('aone')).toBeNull();
  });

  test('leaves the transaction usable after a conflict', async () => {
    const { pool, store, client, inside } = await aTransaction();
    await store.put(aRow(), 0);

    expect(await inside.put(aRow({ status: 'approved' }), 0)).toBe('conflict');
    expect(await inside.put(aRow({ status: 'approved' }), 7)).toBe('conflict');
    await client.query("INSERT INTO orders VALUES ('order 1')");
    await client.query('COMMIT');

    expect(await orders(pool)).toEqual([{ id: 'order 1' }]);
    expect(await store.get('aone')).toEqual(aRow({ version: 1 }));
  });

  test('waits for another one that creates the same id, and has a conflict when that is committed', async () => {
    const { pool, store, client, inside } = await aTransaction();
    const other = await pool.connect();
    onTestFinished(() => other.release());
    await other.query('BEGIN');
    await store.within(other).put(aRow({ status: 'approved' }), 0);

    const answer = inside.put(aRow(), 0);
    await other.query('COMMIT');

    expect(await answer).toBe('conflict');
    expect(await inside.get('aone')).toEqual(aRow({ version: 1, status: 'approved' }));
    await client.query('COMMIT');
  });

  test('rejects after a statement of the caller’s failed: that transaction saves nothing any more', async () => {
    const { store, client, inside } = await aTransaction();
    await expect(client.query('SELECT 1 / 0')).rejects.toThrow();

    await expect(inside.put(aRow(), 0)).rejects.toMatchObject({ code: 'store_failed', cause: { code: '25P02' } });

    await client.query('ROLLBACK');
    expect(await store.get('aone')).toBeNull();
  });

  test('that is closed leaves the other store and the connection open', async () => {
    const { store, client, inside } = await aTransaction();

    await inside.close();

    await expect(inside.get('aone')).rejects.toMatchObject({ code: 'store_closed' });
    expect(await store.get('aone')).toBeNull();
    expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });
});

test('an approval is asked for in the transaction that places the order, or not at all', async () => {
  const { pool, store, client, inside } = await aTransaction();
  // without `slack` it only asks: the card is posted by whoever processes what is due, once this is committed
  const asking = createApprovals({ store: inside, clock: () => aRow().askedAt });
  const kind = asking.define<string, string>('pizza-order', {
    schema: { '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value: String(value) }) } },
    card: (order) => ({ title: `Order ${order}?` }),
    channel: 'C0PIZZA',
    approvers: [user('U0ALICE')],
    onDecision: async () => undefined,
  });

  await client.query("INSERT INTO orders VALUES ('order 1')");
  const first = await kind.ask('pizza', { key: 'order 1', requester: 'shop' });
  const again = await kind.ask('pizza', { key: 'order 1', requester: 'shop' });
  expect([first.created, again.created, again.approval.id]).toEqual([true, false, first.approval.id]);
  const claim = { queue: 'default/pizza-order', now: aRow().askedAt, leaseUntil: 0, leaseToken: 'token', limit: 5 };
  expect(await store.claimDue(claim)).toEqual([]);

  await client.query('COMMIT');
  expect((await store.claimDue(claim)).map(({ id }) => id)).toEqual([first.approval.id]);
  expect(await orders(pool)).toHaveLength(1);
});
