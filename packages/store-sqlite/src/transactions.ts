import { setTimeout as sleep } from 'node:timers/promises';
import { SlackApprovalError } from '@k8s-pizza/slack-approval';
import { storeFailed } from '@k8s-pizza/slack-approval/store';
import { identify, isBusy, isInTransaction, lockTimeoutMs, type SqliteDatabase } from './database.js';

/** How to begin the transaction, and its one statement with its values. */
type Call = readonly [begin: string, sql: string, values: readonly (string | number | null)[]];

export const beginWrite = 'BEGIN IMMEDIATE';
export const beginRead = 'BEGIN';

// Take every lock with `exec`, never in a prepared statement: in libsql, a prepared statement that finds the database locked stays
// active, and while one is active, later writes are not committed.
const takeReadLock = 'SELECT 1 FROM approvals LIMIT 0';

const closedError = () => new SlackApprovalError('store_closed', 'The store is closed: create a new one.');

/** libsql crashes on other values or binds the wrong ones. It binds NaN as NULL, which is a row that is never due. */
const isBindable = (value: unknown) => value === null || typeof value === 'string' || Number.isSafeInteger(value);

/** Ignores an error if no transaction is open: SQLite has already rolled back after some errors, and not every driver reports it. */
function rollBack(database: SqliteDatabase): void {
  try {
    database.exec('ROLLBACK');
  } catch (error) {
    if (isInTransaction(database)) throw error;
  }
}

/** Runs each statement in a transaction, on a connection that the store has opened (`isOwn`) or that was passed in. */
export function createTransactions(database: SqliteDatabase, isOwn: boolean, path: string | null) {
  const statements = new Map<string, ReturnType<SqliteDatabase['prepare']>>();
  const identity = path === null ? '' : identify(path);
  let lastTurn: Promise<unknown> = Promise.resolve();
  /** The reason why the store refuses all calls. */
  let fatalError: SlackApprovalError | null = null;

  const assertUsable = () => {
    // check this first: libsql crashes if a closed database is asked for its state
    if (fatalError !== null || database.open === false) throw fatalError ?? closedError();
    if (isOwn && isInTransaction(database)) rollBack(database);
    if (isInTransaction(database)) {
      throw new SlackApprovalError(
        'store_failed',
        'The database is in a transaction: pass a database that nothing else uses.',
      );
    }
  };

  /** Synchronous, so that calls of this process cannot interleave. */
  const transact = (...[begin, sql, values]: Call): unknown[] => {
    assertUsable();
    database.exec(begin);
    try {
      if (begin === beginRead) database.exec(takeReadLock);
      const statement = statements.get(sql) ?? database.prepare(sql);
      statements.set(sql, statement);
      const rows = statement.all(...values);
      database.exec('COMMIT');
      if (path === null || identify(path) === identity) return rows;
    } catch (error) {
      rollBack(database);
      throw error;
    }
    const problem = `The database ${path} or its -wal or -shm file was deleted or replaced while the store had it open`;
    fatalError = new SlackApprovalError('store_failed', `${problem}: restore the file and restart the process.`);
    throw fatalError;
  };

  /** Waits for a lock without blocking the event loop. Waiting calls retry one after the other, so that each wait is short. */
  const run = async (...call: Call): Promise<unknown[]> => {
    if (!call[2].every(isBindable)) {
      throw new SlackApprovalError('invalid_argument', 'The values of a row must be text, whole numbers or null.');
    }
    const deadline = performance.now() + lockTimeoutMs;
    const attempt = () => {
      try {
        return transact(...call);
      } catch (error) {
        if (isBusy(error) && performance.now() < deadline) return null;
        throw storeFailed('SQLite could not execute a statement', error);
      }
    };
    const retry = async (): Promise<unknown[]> => {
      await sleep(1);
      return attempt() ?? retry();
    };
    const first = attempt();
    if (first !== null) return first;
    const turn = lastTurn.then(retry, retry);
    lastTurn = turn;
    return turn;
  };
  const close = () => {
    fatalError ??= closedError();
  };
  return { run, close };
}
