import { createRequire } from 'node:module';
import { memoryStore } from '@k8s-pizza/slack-approval';
import type { SqliteDatabase } from '@k8s-pizza/slack-approval-sqlite';
import { openSqlite } from 'test-scenario/open-sqlite';
import { scenario } from 'test-scenario/scenario';
import { startOnExpress } from './start-on-express.js';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const hasNodeSqlite = major > 22 || (major === 22 && minor >= 5);

/** By name at run time: the types in use here are Node 20's, which do not know the module. */
function openNodeSqlite(path: string): SqliteDatabase {
  const { DatabaseSync }: { DatabaseSync: new (path: string) => SqliteDatabase } = createRequire(import.meta.url)(
    'node:sqlite',
  );
  return new DatabaseSync(path);
}

const express = { host: 'Express', start: startOnExpress };

scenario({ ...express, store: 'SQLite', open: () => openSqlite() });

scenario({
  ...express,
  store: 'memory',
  open: async () => ({ store: memoryStore(), close: async () => undefined }),
});

scenario({
  ...express,
  store: 'node:sqlite',
  open: () => openSqlite(openNodeSqlite),
  skip: hasNodeSqlite ? null : `node:sqlite needs Node 22.5, this is ${process.versions.node}`,
});
