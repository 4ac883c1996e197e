import { createApprovals, user } from '@k8s-pizza/slack-approval';
import { aRow } from '@k8s-pizza/slack-approval-testing';
import { createSlackSimulator } from '@k8s-pizza/slack-simulator';
import type { PoolConfig } from 'pg';
import { startProxy, type TcpProxy } from 'test-engines/start-proxy';
import { storeCalls } from 'test-engines/store-calls';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { postgresStore } from '../src/index.js';
import { aPool, aServer } from './a-database.js';
import { hurry } from './hurry.js';

const server = aServer();
/** Those of the README. */
const settings = { keepAlive: true, connectionTimeoutMillis: 2_000, statement_timeout: 1_500 };

/** A store whose packets can be dropped, and one beside it whose packets arrive. */
async function aStore(options: PoolConfig = settings) {
  const url = await server().createSchema();
  const direct = postgresStore(aPool(url));
  await direct.migrate();
  await direct.put(aRow(), 0);
  const proxy = await startProxy(server().port);
  const pool = aPool(server().urlBy(proxy.port, url), options);
  onTestFinished(() => proxy.close());
  return { proxy, pool, store: postgresStore(pool), direct };
}

/** Drops packets, until what this returns is called. */
function drop(proxy: TcpProxy): () => void {
  const [arrive, rest] = [proxy.stall(), hurry()];
  return () => {
    rest();
    arrive();
  };
}

const calls: typeof storeCalls = {
  ...storeCalls,
  // as: every store of this file is one of PostgreSQL
  migrate: (store) => (store as ReturnType<typeof postgresStore>).migrate(),
};

const fails = { code: 'store_failed', cause: { code: 'ETIMEDOUT' } };

describe('while packets are dropped', () => {
  test.each(Object.entries(calls))('%s ends, with an open connection and with a new one', async (_, call) => {
    const { proxy, pool, store } = await aStore();
    await store.get('aone');

    const end = drop(proxy);
    await expect(call(store)).rejects.toMatchObject(fails);
    await expect(call(store)).rejects.toMatchObject({ code: 'store_failed' });
    end();

    await vi.waitUntil(() => pool.totalCount === 0, { timeout: 30_000 });
    expect(await store.get('aone')).toMatchObject({ id: 'aone' });
  });

  test('all calls end, and the first one after that is answered', async () => {
    const { proxy, pool, store } = await aStore({ ...settings, max: 3 });
    await Promise.all([store.get('aone'), store.get('aone'), store.get('aone')]);

    const end = drop(proxy);
    const answers = await Promise.allSettled(Array.from({ length: 12 }, () => store.get('aone')));
    end();

    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 12 }, () => 'rejected'));
    expect(await store.get('aone')).toEqual(aRow({ version: 1 }));
    expect(pool.totalCount).toBe(1);
  });

  test('a put that ended without an answer is carried out once, or not at all', async () => {
    const { proxy, store, direct } = await aStore();
    await store.get('aone');
    const row = aRow({ status: 'approved', body: '{"writeId":"w1"}' });

    const end = drop(proxy);
    await expect(store.put(row, 1)).rejects.toMatchObject(fails);
    end();

    // what was dropped is sent again, and arrives after the call has ended
    await vi.waitUntil(async () => (await direct.get('aone'))?.version !== 1);
    expect(await store.put(row, 1)).toBe('conflict');
    expect(await direct.get('aone')).toEqual({ ...row, version: 2 });
  });

  test('approvals say that it is not stored, stop at once, and go on afterwards', async () => {
    const { proxy, store } = await aStore();
    const simulator = await createSlackSimulator();
    onTestFinished(() => simulator.close());
    const { botToken: token, signingSecret, apiUrl } = simulator;
    const ignore = () => undefined;
    const logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };
    const approvals = createApprovals({ store, logger, slack: { token, signingSecret, apiUrl } });
    const kind = approvals.define<string, string>('pizza', {
      schema: { '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value: String(value) }) } },
      card: (size) => ({ title: `Order a ${size} pizza?` }),
      channel: 'C0PIZZA',
      approvers: [user('U0ALICE')],
      onDecision: async () => undefined,
    });
    await kind.ask('large', { key: 'order 1', requester: 'shop' });
    await approvals.flush();

    const end = drop(proxy);
    approvals.start({ pollEvery: '1ms' });
    await expect(kind.ask('small', { key: 'order 2', requester: 'shop' })).rejects.toMatchObject({
      code: 'store_failed',
    });
    const startedAt = performance.now();
    await approvals.stop();
    await approvals.flush();
    const took = performance.now() - startedAt;
    end();

    // it gives up after 30 s
    expect(took).toBeLessThan(15_000);
    expect(await kind.ask('small', { key: 'order 2', requester: 'shop' })).toMatchObject({
      approval: { payload: 'small' },
    });
    await approvals.flush();
  });
});

describe('a call that gets no connection', () => {
  test('ends, and gives the connection back when it comes', async () => {
    const { pool, store } = await aStore({ max: 1 });
    const busy = await pool.connect();

    const rest = hurry();
    await expect(store.get('aone')).rejects.toMatchObject(fails);
    rest();
    expect(pool.waitingCount).toBe(1);
    busy.release();

    expect(await store.get('aone')).toEqual(aRow({ version: 1 }));
    expect([pool.totalCount, pool.idleCount, pool.waitingCount]).toEqual([1, 1, 0]);
  });

  test('is no unhandled rejection where the pool says so later', async () => {
    const { proxy, pool, store } = await aStore({ connectionTimeoutMillis: 400 });

    const end = drop(proxy);
    await expect(store.get('aone')).rejects.toMatchObject(fails);
    expect(pool.totalCount).toBe(1);
    await vi.waitUntil(() => pool.totalCount === 0, { timeout: 30_000 });
    end();
  });
});

test('a statement that waits for a row ends, its connection is closed, and it may be carried out all the same', async () => {
  const { pool, store, direct } = await aStore({ ...settings, statement_timeout: 0 });
  const other = await pool.connect();
  onTestFinished(() => other.release(true));
  await other.query("BEGIN; SELECT 1 FROM slack_approvals WHERE id = 'aone' FOR UPDATE");
  // with an open connection, the statement is sent before the time is over
  await store.get('aone');

  const rest = hurry();
  await expect(store.put(aRow({ status: 'approved' }), 1)).rejects.toMatchObject(fails);
  rest();
  await other.query('COMMIT');

  expect(pool.totalCount).toBe(1);
  await vi.waitUntil(async () => (await direct.get('aone'))?.version === 2, { timeout: 30_000 });
  expect(await direct.get('aone')).toEqual(aRow({ status: 'approved', version: 2 }));
});
