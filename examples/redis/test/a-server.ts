import type { Row } from '@k8s-pizza/slack-approval/store';
import { Redis } from 'ioredis';
import { type RedisServer, startRedis } from 'test-engines/start-redis';
import { afterAll, beforeAll, onTestFinished } from 'vitest';

/** A server for this test file. */
export function aServer(program: string, options: { readonly isCluster?: boolean } = {}): () => RedisServer {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis(program, options);
  });
  afterAll(() => server.stop());
  return () => server;
}

/** As the guide says it: nothing is said twice by itself, and nothing waits for a server that is away. */
export function openClient(port: number): Redis {
  const client = new Redis(port, '127.0.0.1', {
    commandTimeout: 2000,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
  });
  return client.on('error', () => undefined);
}

/** The same, until the running test ends. */
export function aClient(port: number): Redis {
  const client = openClient(port);
  onTestFinished(() => client.disconnect());
  return client;
}

/** Reads a row as any other program would. */
export async function readRowFrom(client: Redis, name: string, id: string): Promise<Row | null> {
  const { place, ...stored } = await client.hgetall(`{${name}}:row:${id}`);
  if (place === undefined) return null;
  const toNumber = (value: string | undefined) => (value === undefined ? null : Number(value));
  return {
    id: stored['id'] ?? '',
    version: Number(stored['version']),
    queue: stored['queue'] ?? '',
    status: stored['status'] ?? '',
    requesterId: stored['requesterId'] ?? null,
    askedAt: Number(stored['askedAt']),
    dueAt: toNumber(stored['dueAt']),
    leaseToken: stored['leaseToken'] ?? null,
    leaseUntil: toNumber(stored['leaseUntil']),
    claimCount: Number(stored['claimCount']),
    attention: stored['attention'] ?? null,
    body: stored['body'] ?? '',
  };
}
