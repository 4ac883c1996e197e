import { isUtf8 } from 'node:buffer';
import { type ApprovalStore, type Row, SlackApprovalError } from '@k8s-pizza/slack-approval';
import {
  isInTransaction,
  openFile,
  prepareDatabase,
  type SqliteDatabase,
  type SqlValue,
  storeFailed,
} from './database.js';
import * as statements from './statements.js';

interface Stored extends Readonly<Record<(typeof statements.integers)[number], number | bigint | null>> {
  readonly texts: ArrayBuffer;
  readonly body: ArrayBuffer | null;
}

// keeps a leading byte order mark
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Stands for a body that was damaged in the file and is no text any more: half a character, which no stored text can be. It is no
 * record to whoever reads it, it keeps nobody from the rows beside it, and a put of it leaves the bytes as they are.
 */
const damaged = '\ud800';

function toRow(stored: Stored): Row {
  const body = stored.body !== null && isUtf8(stored.body) ? decoder.decode(stored.body) : damaged;
  const texts: unknown[] = JSON.parse(decoder.decode(stored.texts));
  const row: Record<string, unknown> = { body };
  for (const [index, field] of statements.texts.entries()) row[field] = texts[index];
  for (const field of statements.integers) {
    const value = stored[field];
    // a database can be set to give integers as BigInt
    row[field] = typeof value === 'bigint' ? Number(value) : value;
  }
  // as: the table is STRICT and its columns are the fields of a row
  return row as unknown as Row;
}

function toValues(row: Row, version: number): SqlValue[] {
  const cut = statements.fields.find((field) => field !== 'body' && String(row[field]).includes('\0'));
  const values = { ...row, version, body: row.body === damaged ? null : row.body };
  if (cut === undefined) return statements.fields.map((field) => values[field]);
  throw new SlackApprovalError('invalid_argument', `A row's ${cut} can't hold the character U+0000.`);
}

/** The place of a page's last row: it stays where it is when that row changes. */
function parseCursor(cursor: string): readonly [askedAt: number, id: string] {
  const [, askedAt, id] = /^(-?\d+)\.(.+)$/s.exec(cursor) ?? [];
  if (askedAt !== undefined && id !== undefined) return [Number(askedAt), id];
  throw new SlackApprovalError('invalid_argument', '`after` is not a cursor: pass the `next` of the page before.');
}

function openDatabase(pathOrDatabase: string | SqliteDatabase): SqliteDatabase {
  // values from the environment may be undefined; a URL would silently become the name of a file
  if (!pathOrDatabase || (typeof pathOrDatabase === 'string' && /^[a-z][a-z0-9+.-]+:/i.test(pathOrDatabase))) {
    throw new SlackApprovalError('invalid_options', 'sqliteStore takes the path of a file, or an open database.');
  }
  const database = typeof pathOrDatabase === 'string' ? openFile(pathOrDatabase) : pathOrDatabase;
  try {
    prepareDatabase(database);
    return database;
  } catch (cause) {
    if (database !== pathOrDatabase) database.close();
    throw storeFailed('The SQLite database could not be prepared', cause);
  }
}

/** Runs each statement by itself: every one is its own transaction. */
function createRunner(database: SqliteDatabase) {
  let prepared: Map<string, ReturnType<SqliteDatabase['prepare']>> | null = new Map();
  const run = <Value>(sql: string, values: readonly SqlValue[], read: (stored: Stored) => Value): Value[] => {
    // asked for its state when closed, libsql would end the process
    if (prepared === null || database.open === false) {
      throw new SlackApprovalError('store_closed', 'The store is closed: create another one to go on.');
    }
    try {
      if (isInTransaction(database)) {
        throw new SlackApprovalError('store_failed', 'The database is in a transaction: the store needs its own.');
      }
      const statement = prepared.get(sql) ?? database.prepare(sql);
      prepared.set(sql, statement);
      // as: the table is STRICT; only `all` finishes a statement that returns rows, and so commits it
      return (statement.all(...values) as Stored[]).map(read);
    } catch (cause) {
      throw storeFailed('SQLite did not carry out a statement', cause);
    }
  };
  const stop = () => {
    prepared = null;
  };
  return { run, stop };
}

/**
 * Keeps approvals in one SQLite file, for any number of processes on one machine.
 * The folder must exist. A database passed in (better-sqlite3, libsql, `node:sqlite`) is set to WAL, `synchronous=FULL` and
 * a wait of at most 1 s for locks, during which the process stands still; it stays open when the store is closed.
 *
 * @param pathOrDatabase - a file's path, `:memory:`, or an open database that nothing else uses
 * @throws {SlackApprovalError} invalid_options — neither a path nor a database
 * @throws {SlackApprovalError} store_failed — the file can't be opened, is no database, or is a newer release's
 */
export function sqliteStore(pathOrDatabase: string | SqliteDatabase): ApprovalStore {
  const database = openDatabase(pathOrDatabase);
  const { run, stop } = createRunner(database);

  return {
    async get(id) {
      return run(statements.get, [id], toRow)[0] ?? null;
    },
    async put(row, expectedVersion) {
      const values = toValues(row, expectedVersion + 1);
      const isNew = expectedVersion === 0;
      const sql = isNew ? statements.insert : statements.update;
      const saved = run(sql, isNew ? values : [...values, expectedVersion], () => true);
      return saved.length === 1 ? 'saved' : 'conflict';
    },
    async claimDue({ queue, now, leaseUntil, leaseToken, limit }) {
      return run(statements.claimDue, [leaseToken, leaseUntil, leaseUntil, queue, now, limit], toRow);
    },
    async list(query) {
      const { after = null, limit } = query;
      const { sql, values } = statements.list(query, after === null ? null : parseCursor(after));
      const rows = run(sql, [...values, limit + 1], toRow);
      const last = rows[limit - 1];
      const next = rows.length > limit && last !== undefined ? `${last.askedAt}.${last.id}` : null;
      return { rows: rows.slice(0, limit), next };
    },
    async close() {
      stop();
      if (database !== pathOrDatabase) database.close();
    },
  };
}
