import { closeSync, openSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { SlackApprovalError, storeFailed } from '@k8s-pizza/slack-approval';
import { schema, schemaVersion } from './schema.js';

const locksWaitMs = 1_000;

export type SqlValue = string | number | null;

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

/** Opens a file, or `:memory:`. A new file is for this user alone, and SQLite gives its side files the same mode. */
export function openFile(path: string): SqliteDatabase {
  const isFile = path !== ':memory:';
  try {
    if (isFile) closeSync(openSync(path, 'a', 0o600));
    // loaded here: whoever passes a database needs no libsql that fits this platform
    // a CommonJS bundle of this has no `import.meta.url`
    const Libsql: new (path: string) => SqliteDatabase = createRequire(import.meta.url ?? __filename)('libsql');
    return new Libsql(isFile ? resolve(path) : path);
  } catch (cause) {
    const needs = 'the folder has to exist, the file to be writable and libsql to be installed for this platform';
    throw storeFailed(`The database ${path} can't be opened: ${needs}`, cause);
  }
}

/** Says whether what the store writes now could be undone by somebody else's rollback. */
export function isInTransaction(database: SqliteDatabase): boolean {
  return database.inTransaction === true || database.isTransaction === true;
}

const readPragma = (database: SqliteDatabase, name: string): unknown =>
  Object(database.prepare(`PRAGMA ${name}`).all()[0])[name];

/**
 * Of processes that open a new file at one moment, one changes its mode, and the others are told at once that it is locked:
 * whatever the busy timeout, SQLite does not wait here. So this waits, as long as for any other lock.
 */
function switchToWal(database: SqliteDatabase, until = performance.now() + locksWaitMs): void {
  try {
    database.exec('PRAGMA journal_mode = WAL');
  } catch (error) {
    if (!isBusy(error) || performance.now() >= until) throw error;
    // drivers are synchronous, and so is the wait
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    switchToWal(database, until);
  }
}

/** better-sqlite3 and libsql name SQLite's result, `node:sqlite` gives its number, of which the low byte is the kind. */
function isBusy(error: unknown): boolean {
  const { code, errcode } = Object(error);
  return String(code).startsWith('SQLITE_BUSY') || (Number(errcode) & 0xff) === 5;
}

/**
 * Brings a database to where the store's promises hold: a commit is on the disk before it is answered, readers don't stop
 * writers, a lock is waited for but not for long (the wait stops the event loop), and the table is there.
 */
export function prepareDatabase(database: SqliteDatabase): void {
  database.exec(`PRAGMA busy_timeout = ${locksWaitMs}`);
  switchToWal(database);
  database.exec('PRAGMA synchronous = FULL');
  const found = Number(readPragma(database, 'user_version'));
  if (Number.isNaN(found) || readPragma(database, 'encoding') !== 'UTF-8') {
    throw new SlackApprovalError('invalid_options', 'The database must keep text as UTF-8 and give rows as objects.');
  }
  if (found > schemaVersion) {
    const what = `The database has schema ${found} and this release knows ${schemaVersion}`;
    throw new SlackApprovalError('store_failed', `${what}: update it, or give the store a file of its own.`);
  }
  if (found === schemaVersion) return;
  try {
    database.exec(`BEGIN IMMEDIATE; ${schema} COMMIT`);
  } finally {
    if (isInTransaction(database)) database.exec('ROLLBACK');
  }
}
