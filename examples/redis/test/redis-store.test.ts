import { readFileSync } from 'node:fs';
import { type StoreFault, storeContract } from '@k8s-pizza/slack-approval-testing';
import { Redis } from 'ioredis';
import { startProxy, type TcpProxy } from 'test-engines/start-proxy';
import { findRedis } from 'test-engines/start-redis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { redisStore } from '../src/redis-store.js';
import { aServer, openClient, readRowFrom } from './a-server.js';

const program = findRedis();

if (program === null) {
  const reason = 'there is no redis-server and no valkey-server on the PATH, and no npm package brings one';
  test('redisStore on a real server', (context) => {
    process.stdout.write(`skipped: redisStore on a real server: ${reason}\n`);
    context.skip(reason);
  });
} else {
  const server = aServer(program);
  let proxy: TcpProxy;
  let client = new Redis({ lazyConnect: true });
  let reader = new Redis({ lazyConnect: true });
  let count = 0;
  const name = () => `test-${count}`;

  beforeAll(async () => {
    proxy = await startProxy(server().port);
    client = openClient(proxy.port);
    reader = openClient(server().port);
  });
  afterAll(async () => {
    client.disconnect();
    reader.disconnect();
    await proxy.close();
  });

  const faults: readonly StoreFault[] = [
    {
      name: 'answers that are lost, and connections with them',
      stops: ['insert', 'update', 'claim', 'get', 'list'],
      begin: async () => {
        const end = proxy.loseAnswers();
        return async () => {
          end();
          await expect.poll(() => client.ping().catch(String), { timeout: 10_000 }).toBe('PONG');
        };
      },
    },
    {
      name: 'a server without memory',
      stops: ['insert', 'update', 'claim'],
      begin: async () => {
        await reader.config('SET', 'maxmemory', '1');
        return async () => void (await reader.config('SET', 'maxmemory', '0'));
      },
    },
  ];

  storeContract({
    name: 'redisStore',
    create: async () => {
      count += 1;
      return redisStore(client, name());
    },
    reopen: async (store) => {
      await store.close();
      client.disconnect();
      await server().crash();
      client = openClient(proxy.port);
      return redisStore(client, name());
    },
    readRow: (id) => readRowFrom(reader, name(), id),
    // every put waits for the disk
    dueRowCount: 1000,
    faults,
  });
}

test('the guide shows the very code that is tested here', () => {
  const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
  const guide = read('../../../docs/guides/custom-store.md');

  // a block of a guide is a program of its own
  const here = "declare const scripts: Record<'put' | 'claimDue' | 'list', string>; // those above";
  expect(guide).toContain(read('../src/redis-store.ts').replace("import * as scripts from './scripts.js';", here));
  expect(guide).toContain(read('../src/scripts.ts'));
});
