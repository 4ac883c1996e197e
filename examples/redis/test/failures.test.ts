import { readFileSync } from 'node:fs';
import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';
import { aRow } from '@k8s-pizza/slack-approval-testing';
import { Cluster, Redis } from 'ioredis';
import { startProxy } from 'test-engines/start-proxy';
import { findRedis } from 'test-engines/start-redis';
import { describe, expect, onTestFinished, test } from 'vitest';
import { redisStore } from '../src/redis-store.js';
import { aClient, aServer } from './a-server.js';

const now = aRow().askedAt;
const program = findRedis();
const claim = { queue: aRow().queue, now, leaseUntil: now + 60_000, leaseToken: 'token-1', limit: 5 };

const calls: Record<string, (store: ApprovalStore) => Promise<unknown>> = {
  get: (store) => store.get('aone'),
  put: (store) => store.put(aRow(), 0),
  claimDue: (store) => store.claimDue(claim),
  list: (store) => store.list({ limit: 1 }),
};

test.each(Object.entries(calls))('%s rejects with the cause where no server is', async (_, call) => {
  await expect(call(redisStore(aClient(1)))).rejects.toMatchObject({
    code: 'store_failed',
    cause: expect.objectContaining({ name: 'MaxRetriesPerRequestError' }),
  });
});

test('a client that puts a prefix before keys is refused', () => {
  const client = new Redis({ lazyConnect: true, keyPrefix: 'app:' });

  expect(() => redisStore(client)).toThrow(expect.objectContaining({ code: 'invalid_options' }));
});

test.each([-1, 1.5, Number.NaN, 2 ** 53])('%d is no instant to be asked at', async (askedAt) => {
  const store = redisStore(new Redis({ lazyConnect: true }));

  await expect(store.put(aRow({ askedAt }), 0)).rejects.toMatchObject({ code: 'invalid_argument' });
});

test.each(['yesterday', '.a', '+'])('%s is no cursor, and is refused', async (after) => {
  const store = redisStore(new Redis({ lazyConnect: true }));

  await expect(store.list({ limit: 1, after })).rejects.toMatchObject({ code: 'invalid_argument' });
});

// redis-store.test.ts says so where there is none
if (program !== null) {
  describe('on a real server', () => {
    const server = aServer(program);
    let count = 0;
    const aStore = () => {
      count += 1;
      const [client, name] = [aClient(server().port), `test-${count}`];
      return { client, name, store: redisStore(client, name) };
    };

    test('what was saved is there after the server was killed', async () => {
      const { store, name } = aStore();
      await store.put(aRow(), 0);
      await store.put(aRow({ status: 'approved' }), 1);

      await server().crash();

      expect(await redisStore(aClient(server().port), name).get('aone')).toEqual(
        aRow({ status: 'approved', version: 2 }),
      );
    });

    test('a put whose answer is lost rejects, and is there once: the same put again is a conflict', async () => {
      const { store: direct, name } = aStore();
      const proxy = await startProxy(server().port);
      onTestFinished(() => proxy.close());
      const store = redisStore(aClient(proxy.port), name);
      await store.put(aRow(), 0);

      proxy.loseAnswerTo('approved');
      await expect(store.put(aRow({ status: 'approved' }), 1)).rejects.toMatchObject({ code: 'store_failed' });

      expect(await direct.get('aone')).toEqual(aRow({ status: 'approved', version: 2 }));
      expect(await direct.put(aRow({ status: 'approved' }), 1)).toBe('conflict');
    });

    test('a server without memory refuses a new row, and a change of one, and keeps nothing of either', async () => {
      const { client, store } = aStore();
      await store.put(aRow(), 0);
      onTestFinished(async () => void (await client.config('SET', 'maxmemory', '0')));
      await client.config('SET', 'maxmemory', '1');

      await expect(store.put(aRow({ id: 'atwo' }), 0)).rejects.toMatchObject({ code: 'store_failed' });
      await expect(store.put(aRow({ status: 'approved', queue: 'default/other' }), 1)).rejects.toMatchObject({
        code: 'store_failed',
      });

      expect((await store.list({ limit: 5 })).rows).toEqual([aRow({ version: 1 })]);
      expect((await store.list({ limit: 5, status: 'approved' })).rows).toEqual([]);
    });

    test('no place is left behind by a row that has moved', async () => {
      const { client, name, store } = aStore();
      await store.put(aRow({ attention: 'stuck', requesterId: 'U0ALICE' }), 0);

      await store.put(
        aRow({ queue: 'default/other', status: 'approved', requesterId: null, dueAt: null, askedAt: now + 1 }),
        1,
      );

      expect((await client.keys(`{${name}}:*`)).map((key) => key.slice(name.length + 3)).sort()).toEqual([
        'all',
        'queue:default/other',
        'queue:default/other:approved',
        'row:aone',
        'status:approved',
      ]);
      expect(await client.zrange(`{${name}}:all`, '0', '-1')).toEqual([`000${now + 1}.aone`]);
    });

    test('a row that somebody deleted by hand is neither listed nor claimed, and does not come back', async () => {
      const { client, name, store } = aStore();
      await store.put(aRow(), 0);
      await store.put(aRow({ id: 'atwo' }), 0);

      await client.del(`{${name}}:row:aone`);

      expect((await store.list({ limit: 5 })).rows.map(({ id }) => id)).toEqual(['atwo']);
      expect((await store.claimDue(claim)).map(({ id }) => id)).toEqual(['atwo']);
      expect(await store.get('aone')).toBeNull();
    });

    test('a list that has to look at more places than one step does finds what lies behind them', async () => {
      const { store } = aStore();
      const at = (index: number) => ({ id: `a${1000 + index}`, askedAt: now + index });
      for (let index = 0; index < 1100; index += 1) await store.put(aRow({ ...at(index), attention: 'stuck' }), 0);
      await store.put(aRow({ ...at(0), attention: 'stuck', status: 'approved' }), 1);

      const { rows, next } = await store.list({ attention: 'stuck', status: 'approved', limit: 2 });

      expect(rows.map(({ id }) => id)).toEqual(['a1000']);
      expect(next).toBeNull();
    });

    test('no text of a row is in an error’s message', async () => {
      const { client, name, store } = aStore();
      await client.set(`{${name}}:row:aone`, 'no hash');

      const error = await store.put(aRow({ body: '"canary"' }), 0).then(String, (reason: Error) => reason);

      expect(error).toMatchObject({ code: 'store_failed' });
      expect(`${error}`).not.toContain('canary');
    });

    test('needs no right but those that the guide gives it', async () => {
      const guide = readFileSync(new URL('../../../docs/guides/custom-store.md', import.meta.url), 'utf8');
      const [, rights = ''] = /ACL SETUSER approvals on >… (.+)/.exec(guide) ?? [];
      await aClient(server().port).call('ACL', 'SETUSER', 'approvals', 'on', '>of-a-test', ...rights.split(' '));
      const user = new Redis(server().port, { username: 'approvals', password: 'of-a-test' });
      onTestFinished(() => user.disconnect());
      const store = redisStore(user);

      expect(await store.put(aRow(), 0)).toBe('saved');
      const rows = await store.claimDue(claim);
      expect((await store.list({ limit: 1 })).rows).toEqual(rows);
      await expect(user.set('other', '1')).rejects.toThrow('NOPERM');
    });

    test('the client stays open when the store is closed', async () => {
      const { client, store } = aStore();

      await store.close();

      expect(await client.ping()).toBe('PONG');
      await expect(store.get('aone')).rejects.toMatchObject({ code: 'store_closed' });
    });
  });

  describe('in a cluster', () => {
    const server = aServer(program, { isCluster: true });

    test('every key of a store lies in one slot, so that each call is one script there too', async () => {
      const admin = aClient(server().port);
      await admin.call('CLUSTER', 'ADDSLOTSRANGE', 0, 16383);
      await expect.poll(() => admin.call('CLUSTER', 'INFO'), { timeout: 30_000 }).toContain('cluster_state:ok');
      const cluster = new Cluster([{ host: '127.0.0.1', port: server().port }]);
      onTestFinished(() => cluster.disconnect());
      const store = redisStore(cluster);

      expect(await store.put(aRow(), 0)).toBe('saved');
      const rows = await store.claimDue(claim);
      expect(rows).toMatchObject([{ id: 'aone', version: 2 }]);
      expect(await store.put(aRow({ status: 'approved', dueAt: null }), 2)).toBe('saved');

      expect((await store.list({ status: 'approved', limit: 1 })).rows).toEqual([
        aRow({ status: 'approved', dueAt: null, version: 3 }),
      ]);
    });
  });
}
