import { isUtf8 } from 'node:buffer';
import type { ApprovalStore, Row } from '@k8s-pizza/slack-approval';
import { pageOf, placeAfter, SlackApprovalError, storeFailed } from '@k8s-pizza/slack-approval';
import { isInTransaction, openFile, prepareDatabase, type SqliteDatabase, type SqlValue } from './database.js';
import * as statements from './statements.js';

type Stored = { readonly fields: ArrayBuffer; readonly body: ArrayBuffer | null };

// keeps a leading byte order mark
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Stands for a body that was damaged in the file and is no text any more: half a character, which no stored text can be. It is no
 * record to whoever reads it, it keeps nobody from the rows beside it, and a put of it leaves the bytes as they are.
 */
const damaged = '\ud800';

function toRow({ fields, body }: Stored): Row {
  const isText = body !== null && isUtf8(body);
  return { ...JSON.parse(decoder.decode(fields)), body: isText ? decoder.decode(body) : damaged };
}

function toValues(row: Row, version: number): SqlValue[] {
  const cut = statements.fields.find((field) => field !== 'body' && String(row[field]).includes('\0'));
  const values = { ...row, version, body: row.body === damaged ? null : row.body };
  if (cut === undefined) return statements.fields.map((field) => values[field]);
  throw new SlackApprovalError('invalid_argument', `A row's ${cut} can't hold the character U+0000.`);
}

/** Given anything else, libsql ends the process or binds it as something else, and NaN becomes NULL: a row that is due never more. */
const isBindable = (value: unknown) => value === null || typeof value === 'string' || Number.isSafeInteger(value);

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
    if (!values.every(isBindable)) {
      throw new SlackApprovalError('invalid_argument', 'A store takes text, whole numbers and null, and nothing else.');
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
 * The folder must exist. A database passed in (better-sqlite3, libsql, `node:sqlite`, `bun:sqlite`) is set to WAL, `synchronous=FULL` and
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
      const [sql, last] = expectedVersion === 0 ? [statements.insert, []] : [statements.update, [expectedVersion]];
      return run(sql, [...values, ...last], () => true).length === 1 ? 'saved' : 'conflict';
    },
    async claimDue({ queue, now, leaseUntil, leaseToken, limit }) {
      return run(statements.claimDue, [leaseToken, leaseUntil, leaseUntil, queue, now, limit], toRow);
    },
    async list(query) {
      const { sql, values } = statements.list(query, placeAfter(query.after));
      return pageOf(run(sql, [...values, query.limit + 1], toRow), query.limit);
    },
    async close() {
      stop();
      if (database !== pathOrDatabase) database.close();
    },
  };
}
