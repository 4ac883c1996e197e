import { isUtf8 } from 'node:buffer';
import { resolve } from 'node:path';
import { SlackApprovalError } from '@k8s-pizza/slack-approval';
import type { ApprovalStore, Row } from '@k8s-pizza/slack-approval/store';
import { pageOf, placeAfter, storeFailed } from '@k8s-pizza/slack-approval/store';
import { openFile, prepareDatabase, type SqliteDatabase } from './database.js';
import * as statements from './statements.js';
import { beginRead, beginWrite, createTransactions } from './transactions.js';

type StoredRow = { readonly fields: ArrayBuffer; readonly body: ArrayBuffer | null };

// keeps a leading byte order mark
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Replaces a body that is damaged in the file and not valid UTF-8. It is a lone surrogate, which no stored text can be. The
 * library reports such a row as unreadable, other rows stay readable, and a put of it keeps the stored bytes.
 */
const damagedBody = '\ud800';

function toRow({ fields, body }: StoredRow): Row {
  const isValid = body !== null && isUtf8(body);
  return { ...JSON.parse(decoder.decode(fields)), body: isValid ? decoder.decode(body) : damagedBody };
}

function toValues(row: Row, version: number) {
  const fieldWithNul = statements.fields.find((field) => field !== 'body' && String(row[field]).includes('\0'));
  const values = { ...row, version, body: row.body === damagedBody ? null : row.body };
  if (fieldWithNul === undefined) return statements.fields.map((field) => values[field]);
  throw new SlackApprovalError('invalid_argument', `A row's ${fieldWithNul} must not contain the character U+0000.`);
}

function open(pathOrDatabase: string | SqliteDatabase) {
  // undefined if a variable is missing; SQLite would use a URL as the name of a file
  if (!pathOrDatabase || (typeof pathOrDatabase === 'string' && /^[a-z][a-z0-9+.-]+:/i.test(pathOrDatabase))) {
    throw new SlackApprovalError(
      'invalid_options',
      'sqliteStore must get the path of a file (not a URL), or an open database.',
    );
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
 * Stores approvals in one SQLite file, for any number of processes on one machine.
 *
 * The folder must exist. A call waits at most 1 s for a lock of another process, without blocking the event loop.
 * You can pass an open database (better-sqlite3, libsql, `node:sqlite`, `bun:sqlite`): the store sets it to WAL,
 * `synchronous=FULL` and `busy_timeout=0`, and leaves it open when you close the store.
 *
 * @example
 * ```ts
 * import { createApprovals } from '@k8s-pizza/slack-approval';
 * import { sqliteStore } from '@k8s-pizza/slack-approval-sqlite';
 *
 * const slack = { token: process.env.SLACK_BOT_TOKEN, signingSecret: process.env.SLACK_SIGNING_SECRET };
 * const approvals = createApprovals({ slack, store: sqliteStore('approvals.db') });
 * ```
 * @param pathOrDatabase - the path of a file, `:memory:`, or an open database that nothing else uses
 * @throws {SlackApprovalError} invalid_options — the argument is neither a path nor a database
 * @throws {SlackApprovalError} store_failed — the file can't be opened, is not a database, or belongs to a newer release
 */
export function sqliteStore(pathOrDatabase: string | SqliteDatabase): ApprovalStore {
  const { isOwn, database, run, close } = open(pathOrDatabase);
  // as: the table is STRICT, and these statements select exactly the fields of a row
  const rowsOf = async (...call: Parameters<typeof run>) => ((await run(...call)) as StoredRow[]).map(toRow);

  return {
    async get(id) {
      return (await rowsOf(beginRead, statements.get, [id]))[0] ?? null;
    },
    async put(row, expectedVersion) {
      const values = toValues(row, expectedVersion + 1);
      const [sql, extraValues] =
        expectedVersion === 0 ? [statements.insert, []] : [statements.update, [expectedVersion]];
      return (await run(beginWrite, sql, [...values, ...extraValues])).length === 1 ? 'saved' : 'conflict';
    },
    async claimDue({ queue, now, leaseUntil, leaseToken, limit }) {
      const values = [leaseToken, leaseUntil, leaseUntil, queue, now, limit];
      // reading needs no write lock, and usually nothing is due
      if ((await run(beginRead, statements.isDue, [queue, now])).length === 0) return [];
      return await rowsOf(beginWrite, statements.claimDue, values);
    },
    async list(query) {
      const { sql, values } = statements.list(query, placeAfter(query.after));
      return pageOf(await rowsOf(beginRead, sql, [...values, query.limit + 1]), query.limit);
    },
    async close() {
      close();
      if (isOwn) database.close();
    },
  };
}
