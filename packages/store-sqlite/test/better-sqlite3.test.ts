import { createRequire } from 'node:module';
import type { SqliteDatabase } from '../src/index.js';
import { driverContract } from './driver-contract.js';

// set by scripts/test-sqlite-on.sh, which compiles it for the Node that it then starts
const folder = process.env['BETTER_SQLITE3'];

if (folder === undefined) {
  const skip = 'better-sqlite3 has to be compiled; scripts/test-sqlite-on.sh does that, and runs this test';
  driverContract('better-sqlite3', { skip });
} else {
  const Database: new (path: string) => SqliteDatabase = createRequire(import.meta.url)(folder);
  driverContract('better-sqlite3', (path) => new Database(path));
}
