import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { postgresStore } from '@k8s-pizza/slack-approval-postgres';
import { Pool } from 'pg';
import { startPostgres } from 'test-engines/start-postgres';
import type { StormStore } from './settings.js';

/** Makes an empty store for each storm. */
export interface Stores {
  next(): Promise<StormStore>;
  close(): Promise<void>;
}

export type StoreName = StormStore['type'] & ('memory' | 'sqlite' | 'postgres');

export function isStoreName(name: string): name is StoreName {
  return name in openers;
}

export function openStores(name: StoreName): Promise<Stores> {
  return openers[name]();
}

const openers: Readonly<Record<StoreName, () => Promise<Stores>>> = {
  memory: async () => ({ next: async () => ({ type: 'memory' }), close: async () => undefined }),
  sqlite: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'storm-'));
    let count = 0;
    return {
      async next() {
        count += 1;
        return { type: 'sqlite', path: join(folder, `${count}.db`) };
      },
      close: async () => rmSync(folder, { recursive: true }),
    };
  },
  postgres: async () => {
    // a commit waits for the disk, as it does where decisions matter
    const server = await startPostgres({ isDurable: true });
    return {
      async next() {
        const connectionString = await server.createSchema();
        const pool = new Pool({ connectionString, max: 1 });
        await postgresStore(pool).migrate();
        await pool.end();
        return { type: 'postgres', connectionString };
      },
      close: () => server.stop(),
    };
  },
};
