import { isUtf8 } from 'node:buffer';
import { resolve } from 'node:path';
import type { ApprovalStore, Row } from '@k8s-pizza/slack-approval';
import { pageOf, placeAfter, SlackApprovalError, storeFailed } from '@k8s-pizza/slack-approval';
import { openFile, prepareDatabase, type SqliteDatabase } from './database.js';
import * as statements from './statements.js';
import { createTransactions, toRead, toWrite } from './transactions.js';

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

function toValues(row: Row, version: number) {
  const cut = statements.fields.find((field) => field !== 'body' && String(row[field]).includes('\0'));
  const values = { ...row, version, body: row.body === damaged ? null : row.body };
  if (cut === undefined) return statements.fields.map((field) => values[field]);
  throw new SlackApprovalError('invalid_argument', `A row's ${cut} can't hold the character U+0000.`);
}

function open(pathOrDatabase: string | SqliteDatabase) {
  // values from the environment may be undefined; a URL would silently become the name of a file
  if (!pathOrDatabase || (typeof pathOrDatabase === 'string' && /^[a-z][a-z0-9+.-]+:/i.test(pathOrDatabase))) {
    throw new SlackApprovalError('invalid_options', 'sqliteStore takes the path of a file, or an open database.');
  }
  const isOwn = typeof pathOrDatabase === 'string';
  const path = isOwn && pathOrDatabase !== ':memory:' ? resolve(pathOrDatabase) : null;
  const database = isOwn ? openFile(path ?? pathOrDatabase) : pathOrDatabase;
  try {
    prepareDatabase(database);
    return { isOwn, database, ...createTransactions(database, isOwn, path) };
  } catch (cause) {
    if (isOwn) database.close();
    throw storeFailed('The SQLite database could not be prepared', cause);
  }
}

/**
 * Keeps approvals in one SQLite file, for any number of processes on one machine.
 * The folder must exist. A call waits for another process's lock for at most 1 s, without holding the event loop. A database passed in
 * (better-sqlite3, libsql, `node:sqlite`, `bun:sqlite`) is set to WAL, `synchronous=FULL` and `busy_timeout=0`; it stays open when the store is closed.
 *
 * @param pathOrDatabase - a file's path, `:memory:`, or an open database that nothing else uses
 * @throws {SlackApprovalError} invalid_options — neither a path nor a database
 * @throws {SlackApprovalError} store_failed — the file can't be opened, is no database, or is a newer release's
 */
export function sqliteStore(pathOrDatabase: string | SqliteDatabase): ApprovalStore {
  const { isOwn, database, run, close } = open(pathOrDatabase);
  // as: the table is STRICT, and these statements select what makes a row
  const rowsOf = async (...call: Parameters<typeof run>) => ((await run(...call)) as Stored[]).map(toRow);

  return {
    async get(id) {
      return (await rowsOf(toRead, statements.get, [id]))[0] ?? null;
    },
    async put(row, expectedVersion) {
      const values = toValues(row, expectedVersion + 1);
      const [sql, last] = expectedVersion === 0 ? [statements.insert, []] : [statements.update, [expectedVersion]];
      return (await run(toWrite, sql, [...values, ...last])).length === 1 ? 'saved' : 'conflict';
    },
    async claimDue({ queue, now, leaseUntil, leaseToken, limit }) {
      const values = [leaseToken, leaseUntil, leaseUntil, queue, now, limit];
      // a look needs no lock, and mostly finds nothing
      if ((await run(toRead, statements.isDue, [queue, now])).length === 0) return [];
      return await rowsOf(toWrite, statements.claimDue, values);
    },
    async list(query) {
      const { sql, values } = statements.list(query, placeAfter(query.after));
      return pageOf(await rowsOf(toRead, sql, [...values, query.limit + 1]), query.limit);
    },
    async close() {
      close();
      if (isOwn) database.close();
    },
  };
}
