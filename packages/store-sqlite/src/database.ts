import { existsSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { SlackApprovalError, storeFailed } from '@k8s-pizza/slack-approval';
import { schema, schemaVersion } from './schema.js';

/** How long a call waits for another connection's lock. */
export const patienceMs = 1_000;

/**
 * What the store uses of a better-sqlite3, libsql, `node:sqlite` or `bun:sqlite` database.
 *
 * All of it is synchronous.
 */
export interface SqliteDatabase {
  exec(sql: string): unknown;
  prepare(sql: string): { all(...values: (string | number | null)[]): unknown[] };
  close(): unknown;
  readonly open?: unknown;
  /** The word of all but `node:sqlite`. */
  readonly inTransaction?: boolean;
  /** The word of `node:sqlite`. */
  readonly isTransaction?: boolean;
}

/** Creates a file for this user alone, unless it exists. SQLite gives its side files the same mode. */
function createFile(path: string): void {
  try {
    writeFileSync(path, '', { flag: 'wx', mode: 0o600 });
  } catch (error) {
    // only SQLite may open a file that exists: closing any descriptor of it drops every lock that this process holds on it
    if (Object(error).code !== 'EEXIST') throw error;
  }
}

/** Opens a file, which is created if need be, or `:memory:`. */
export function openFile(path: string): SqliteDatabase {
  try {
    if (path !== ':memory:') createFile(path);
    // loaded here: a caller that passes a database needs no libsql for this platform
    // a CommonJS bundle of this has no `import.meta.url`
    const Libsql: new (path: string) => SqliteDatabase = createRequire(import.meta.url ?? __filename)('libsql');
    return new Libsql(path);
  } catch (cause) {
    const needs = 'the folder has to exist, the file to be writable and libsql to be installed for this platform';
    throw storeFailed(`The database ${path} can't be opened: ${needs}`, cause);
  }
}

const identifyFile = (path: string): string => {
  const { dev, ino } = Object(statSync(path, { bigint: true, throwIfNoEntry: false }));
  return `${dev} ${ino}`;
};

/**
 * Identifies the files of an open database, which keep their identity until they are deleted or replaced. The -wal file has to exist only:
 * a `stat` after each write would make Linux write its times to the disk with the next one, and halve the rate.
 */
export const identify = (path: string): string =>
  `${identifyFile(path)} ${identifyFile(`${path}-shm`)} ${existsSync(`${path}-wal`)}`;

/** Says whether a rollback could undo what the store writes now. */
export function isInTransaction(database: SqliteDatabase): boolean {
  return database.inTransaction === true || database.isTransaction === true;
}

/** Drivers name SQLite's result, or give its number, of which the low byte is the kind; of Deno's `exec` there is only the text. */
export function isBusy(error: unknown): boolean {
  const { code, errcode, message } = Object(error);
  return String(code).startsWith('SQLITE_BUSY') || (errcode & 0xff) === 5 || message === 'database is locked';
}

function prepareOnce(database: SqliteDatabase): void {
  // the store waits for locks itself: SQLite would hold the event loop
  database.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  const pragmas = database.prepare('SELECT user_version AS found, encoding FROM pragma_user_version, pragma_encoding');
  const { found, encoding } = Object(pragmas.all()[0]);
  if (found === undefined || encoding !== 'UTF-8') {
    throw new SlackApprovalError('invalid_options', 'The database must keep text as UTF-8 and give rows as objects.');
  }
  if (found > schemaVersion) {
    const what = `The database has schema ${found} and this release knows ${schemaVersion}`;
    throw new SlackApprovalError('store_failed', `${what}: update it, or give the store a file of its own.`);
  }
  if (found < schemaVersion) database.exec(`BEGIN IMMEDIATE; ${schema} COMMIT`);
}

/**
 * Makes the store's promises hold: a commit is on the disk before it is answered, readers don't stop writers, and the table exists.
 * Opening is synchronous, and so is its wait for processes that open a new file at the same moment.
 */
export function prepareDatabase(database: SqliteDatabase, until = performance.now() + patienceMs): void {
  try {
    prepareOnce(database);
  } catch (error) {
    if (isInTransaction(database)) database.exec('ROLLBACK');
    if (!isBusy(error) || performance.now() >= until) throw error;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    prepareDatabase(database, until);
  }
}
