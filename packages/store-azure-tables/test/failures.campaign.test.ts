import type { TableClient } from '@azure/data-tables';
import { aRow, listenOnLoopback } from '@k8s-pizza/slack-approval-testing';
import { onAzurite } from 'test-engines/on-azurite';
import { startProxy } from 'test-engines/start-proxy';
import { claim, storeCalls } from 'test-engines/store-calls';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { azureTablesStore } from '../src/index.js';
import { aClient, anAzurite, clientOf } from './a-table.js';

test.each([undefined, null, '', 'UseDevelopmentStorage=true', {}])('%j is no client', (value) => {
  // what the environment gives is not always what the types say
  expect(() => azureTablesStore(value as TableClient)).toThrow(expect.objectContaining({ code: 'invalid_options' }));
});

onAzurite('azureTablesStore when calls fail', () => {
  const server = anAzurite();

  async function aTable() {
    const client = aClient(server());
    await client.createTable();
    return { client, store: azureTablesStore(client) };
  }

  /** A store whose client repeats a request when the proxy loses its answer. */
  async function aStoreByProxy() {
    const { client, store: direct } = await aTable();
    const proxy = await startProxy(server().port);
    onTestFinished(() => proxy.close());
    const retryOptions = { maxRetries: 3, retryDelayInMs: 1 };
    const store = azureTablesStore(clientOf(server(), client.tableName, { port: proxy.port, retryOptions }));
    return { proxy, store, direct };
  }

  test.each(Object.entries(storeCalls))(
    '%s does not wait for as long as a busy service asks, but fails',
    async (_, call) => {
      const ending = new AbortController();
      vi.spyOn(AbortSignal, 'timeout').mockReturnValue(ending.signal);
      const answered: string[] = [];
      const { url, close } = await listenOnLoopback((request, response) => {
        answered.push(request.url ?? '');
        response.writeHead(503, { 'retry-after': '3600' }).end();
      });
      onTestFinished(close);
      const port = Number(new URL(url).port);
      const calling = call(azureTablesStore(clientOf(server(), 'approvals', { port })));
      const failing = expect(calling).rejects.toMatchObject({ code: 'store_failed' });

      await vi.waitUntil(() => answered.length > 0);
      ending.abort();

      await failing;
    },
  );

  describe('when the answer to a put is lost', () => {
    test.each([0, 1])('and the client repeats it, it is saved, with %i expected', async (expectedVersion) => {
      const { proxy, store, direct } = await aStoreByProxy();
      if (expectedVersion === 1) await store.put(aRow(), 0);
      await store.get('aone');

      proxy.loseAnswerTo('$batch');
      expect(await store.put(aRow({ status: 'approved' }), expectedVersion)).toBe('saved');

      expect(await direct.get('aone')).toEqual(aRow({ status: 'approved', version: expectedVersion + 1 }));
      expect(await store.put(aRow({ status: 'approved' }), expectedVersion)).toBe('conflict');
    });

    test('and it was a conflict, the client’s repetition is a conflict as well', async () => {
      const { proxy, store, direct } = await aStoreByProxy();
      await store.put(aRow(), 0);
      await store.get('aone');
      await direct.put(aRow({ status: 'rejected' }), 1);

      proxy.loseAnswerTo('$batch');
      expect(await store.put(aRow({ status: 'approved' }), 1)).toBe('conflict');
      expect(await direct.get('aone')).toEqual(aRow({ status: 'rejected', version: 2 }));
    });
  });

  test.each(Object.entries(storeCalls))(
    '%s rejects where the table is missing, and says what to do',
    async (_, call) => {
      const store = azureTablesStore(aClient(server()));

      const error = await call(store).then(String, (reason: unknown) => reason);

      expect(error).toMatchObject({ code: 'store_failed', cause: { statusCode: 404 } });
      expect(String(error)).toContain('createTable()');
    },
  );

  test.each(Object.entries(storeCalls))('%s rejects with the cause where no server is', async (_, call) => {
    const options = { port: 1, retryOptions: { maxRetries: 0 } };

    const store = azureTablesStore(aClient(server(), options));

    await expect(call(store)).rejects.toMatchObject({ code: 'store_failed', cause: { code: 'ECONNREFUSED' } });
  });

  describe('what lies in the table', () => {
    const keysOf = async (client: TableClient) => {
      const keys: string[] = [];
      for await (const { rowKey = '' } of client.listEntities()) keys.push(rowKey.replace(/:[0-9a-f:~]+$/, ''));
      return keys.sort();
    };

    test('is the row and the entries that find it, in one partition', async () => {
      const { client, store } = await aTable();
      await store.put(aRow({ attention: 'stuck' }), 0);

      const partitions = new Set<string | undefined>();
      for await (const { partitionKey } of client.listEntities()) partitions.add(partitionKey);

      expect(partitions.size).toBe(1);
      expect(await keysOf(client)).toEqual([
        'due',
        'list',
        'list:attention',
        'list:queue',
        'list:queue,status',
        'list:requesterId',
        'list:status',
        'row',
      ]);
    });

    test('is no more than that after claims and puts, and less where fields are null', async () => {
      const { client, store } = await aTable();
      await store.put(aRow({ attention: 'stuck' }), 0);
      await store.claimDue(claim);
      await store.put(aRow({ status: 'approved', dueAt: null, requesterId: null }), 2);

      expect(await keysOf(client)).toEqual(['list', 'list:queue', 'list:queue,status', 'list:status', 'row']);
    });

    test('of a put that was a conflict is nothing', async () => {
      const { client, store } = await aTable();
      await store.put(aRow({ dueAt: null }), 0);
      const before = await keysOf(client);

      await store.put(aRow({ attention: 'stuck' }), 0);
      await store.put(aRow({ attention: 'stuck' }), 7);

      expect(await keysOf(client)).toEqual(before);
    });

    test('is spread over partitions', async () => {
      const { client, store } = await aTable();
      await Promise.all(Array.from({ length: 60 }, (_, index) => store.put(aRow({ id: `a${index}` }), 0)));

      const partitions = new Set<string | undefined>();
      for await (const { partitionKey } of client.listEntities()) partitions.add(partitionKey);

      expect(partitions.size).toBe(8);
    });
  });

  test('a put that fails although no other writer was faster is no conflict', async () => {
    const { client, store } = await aTable();
    await store.put(aRow(), 0);
    for await (const { partitionKey = '', rowKey = '' } of client.listEntities())
      if (rowKey.startsWith('due:')) await client.deleteEntity(partitionKey, rowKey);

    await expect(store.put(aRow({ dueAt: null }), 1)).rejects.toMatchObject({
      code: 'store_failed',
      cause: { statusCode: 404 },
    });
    expect(await store.get('aone')).toEqual(aRow({ version: 1 }));
  });

  test.each(['yesterday', '1.', '.a', '-1.a', `${'9'.repeat(17)}.a`])(
    '%s is no cursor, and is refused',
    async (after) => {
      const { store } = await aTable();

      await expect(store.list({ limit: 1, after })).rejects.toMatchObject({ code: 'invalid_argument' });
    },
  );

  test.each([{ askedAt: -1 }, { dueAt: 0.5 }])('%j cannot be put in order, and is refused', async (fields) => {
    const { store } = await aTable();

    await expect(store.put(aRow(fields), 0)).rejects.toMatchObject({ code: 'invalid_argument' });
  });

  test('an id that Azure could not have as a key is not found, and can be put', async () => {
    const { store } = await aTable();

    expect(await store.get('a/b\\c#d?e%')).toBeNull();
    expect(await store.put(aRow({ id: 'a/b\\c#d?e%' }), 0)).toBe('saved');
    expect(await store.get('a/b\\c#d?e%')).toEqual(aRow({ id: 'a/b\\c#d?e%', version: 1 }));
  });
});
