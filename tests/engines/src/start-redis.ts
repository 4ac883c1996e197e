import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.js';

export interface RedisServer {
  readonly port: number;
  /** Ends the server as a crash would, and starts it again on what it had written. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

/** @returns the installed server, Redis or Valkey, or null: no npm package installs one */
export function findRedis(): string | null {
  const isThere = (program: string) => spawnSync(program, ['--version']).status === 0;
  return ['redis-server', 'valkey-server'].find(isThere) ?? null;
}

/** Starts a server on loopback that has everything on the disk before it answers; if asked to, as a cluster of one that has no slots yet. */
export async function startRedis(program: string, { isCluster = false } = {}): Promise<RedisServer> {
  const port = await freePort();
  const members = [
    '--cluster-enabled',
    'yes',
    '--cluster-announce-ip',
    '127.0.0.1',
    '--cluster-port',
    String(await freePort()),
  ];
  const cluster = isCluster ? members : [];
  const folder = mkdtempSync(join(tmpdir(), 'test-redis-'));
  const place = ['--bind', '127.0.0.1', '--port', String(port), '--dir', folder];
  const durable = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''];
  const start = () => startProcess(program, [...place, ...durable, ...cluster]);
  let child = await start();
  return {
    port,
    async crash() {
      await end(child, 'SIGKILL');
      child = await start();
    },
    async stop() {
      await end(child, 'SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function startProcess(program: string, flags: readonly string[]): Promise<ChildProcess> {
  const child = spawn(program, flags, { stdio: ['ignore', 'pipe', 'inherit'] });
  let told = '';
  await new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error(`${program} does not start:\n${told}`)));
    child.stdout.on('data', (chunk) => {
      told += String(chunk);
      if (told.includes('Ready to accept connections')) resolve();
    });
  });
  return child;
}

async function end(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill(signal);
  await ended;
}
