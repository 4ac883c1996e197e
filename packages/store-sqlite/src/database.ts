import { existsSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { SlackApprovalError } from '@k8s-pizza/slack-approval';
import { storeFailed } from '@k8s-pizza/slack-approval/store';
import { schema, schemaVersion } from './schema.js';

/** How long a call waits for a lock of another connection. */
export const lockTimeoutMs = 1_000;

/**
 * The methods of better-sqlite3, libsql, `node:sqlite` and `bun:sqlite` that the store uses.
 *
 * All of them are synchronous.
 */
export interface SqliteDatabase {
  exec(sql: string): unknown;
  prepare(sql: string): { all(...values: (string | number | null)[]): unknown[] };
  close(): unknown;
  readonly open?: unknown;
  /** Whether a transaction is open, in all drivers except `node:sqlite`. */
  readonly inTransaction?: boolean;
  /** Whether a transaction is open, in `node:sqlite`. */
  readonly isTransaction?: boolean;
}

/** Creates a file that only this user can read, unless it exists. SQLite creates its -wal and -shm files with the same mode. */
function createFile(path: string): void {
  try {
    writeFileSync(path, '', { flag: 'wx', mode: 0o600 });
  } catch (error) {
    // never open an existing file here: closing any descriptor drops every lock that this process holds on the file
    if (Object(error).code !== 'EEXIST') throw error;
  }
}

/** Loads libsql late: a caller that passes a database does not need it. */
function loadLibsql(): new (path: string) => SqliteDatabase {
  try {
    // `import.meta.url` is missing in a CommonJS bundle
    return createRequire(import.meta.url ?? __filename)('libsql');
  } catch (cause) {
    const remedy =
      'install libsql for this platform where the program runs, also beside a bundle, or pass an open database';
    throw storeFailed(`sqliteStore can't load libsql: ${remedy}`, cause);
  }
}

/** Opens a file, and creates it if it does not exist; or opens `:memory:`. */
export function openFile(path: string): SqliteDatabase {
  const Libsql = loadLibsql();
  try {
    if (path !== ':memory:') createFile(path);
    return new Libsql(path);
  } catch (cause) {
    throw storeFailed(`The database ${path} can't be opened: check that its folder exists and is writable`, cause);
  }
}

const identifyFile = (path: string): string => {
  const { dev, ino } = Object(statSync(path, { bigint: true, throwIfNoEntry: false }));
  return `${dev} ${ino}`;
};

/**
 * Identifies the files of an open database: the result changes when one is deleted or replaced. Only tests that the -wal file
 * exists, since a `stat` after each write makes Linux write the file's times with the next one, and halves the rate.
 */
export const identify = (path: string): string =>
  `${identifyFile(path)} ${identifyFile(`${path}-shm`)} ${existsSync(`${path}-wal`)}`;

/** Returns whether a transaction is open, which could roll back the store's writes. */
export function isInTransaction(database: SqliteDatabase): boolean {
  return database.inTransaction === true || database.isTransaction === true;
}

/** Drivers give SQLite's result name, or its number, whose low byte is the primary code. Deno's `exec` gives only a message. */
export function isBusy(error: unknown): boolean {
  const { code, errcode, message } = Object(error);
  return String(code).startsWith('SQLITE_BUSY') || (errcode & 0xff) === 5 || message === 'database is locked';
}

function prepare(database: SqliteDatabase): void {
  // the store waits for locks: SQLite would block the event loop
  database.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  const pragmas = database.prepare(
    'SELECT user_version AS version, encoding FROM pragma_user_version, pragma_encoding',
  );
  const { version, encoding } = Object(pragmas.all()[0]);
  if (version === undefined || encoding !== 'UTF-8') {
    throw new SlackApprovalError(
      'invalid_options',
      'The database must have the encoding UTF-8, and return rows as objects.',
    );
  }
  if (version > schemaVersion) {
    const problem = `The database has schema ${version} and this release knows ${schemaVersion}`;
    throw new SlackApprovalError('store_failed', `${problem}: update this package, or use another file.`);
  }
  if (version < schemaVersion) database.exec(`BEGIN IMMEDIATE; ${schema} COMMIT`);
}

/**
 * Configures the database so that commits are durable and readers do not block writers, and creates the table.
 * It is synchronous, and so is its wait for other processes that open a new file at the same time.
 */
export function prepareDatabase(database: SqliteDatabase, deadline = performance.now() + lockTimeoutMs): void {
  try {
    prepare(database);
  } catch (error) {
    if (isInTransaction(database)) database.exec('ROLLBACK');
    if (!isBusy(error) || performance.now() >= deadline) throw error;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    prepareDatabase(database, deadline);
  }
}
