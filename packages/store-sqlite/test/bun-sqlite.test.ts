import { createRequire } from 'node:module';
import type { SqliteDatabase } from '../src/index.js';
import { driverContract } from './driver-contract.js';

if ('bun' in process.versions) {
  // by name at run time: only Bun has the module
  const { Database }: { Database: new (path: string) => SqliteDatabase } = createRequire(import.meta.url)('bun:sqlite');
  driverContract('bun:sqlite', (path) => new Database(path));
} else {
  driverContract('bun:sqlite', { skip: 'bun:sqlite needs Bun; scripts/test-sqlite-on.sh runs it' });
}
