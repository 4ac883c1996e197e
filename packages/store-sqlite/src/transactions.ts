import { setTimeout as after } from 'node:timers/promises';
import { SlackApprovalError, storeFailed } from '@k8s-pizza/slack-approval';
import { identify, isBusy, isInTransaction, patienceMs, type SqliteDatabase } from './database.js';

/** How a transaction begins, the statement in it, and what that binds. */
type Call = readonly [begin: string, sql: string, values: readonly (string | number | null)[]];

export const toWrite = 'BEGIN IMMEDIATE';
export const toRead = 'BEGIN';

// Every lock is taken by `exec`, and not in a prepared statement: libsql leaves a statement active that found the database
// locked, and while one is active, later writes are not committed.
const takeReadLock = 'SELECT 1 FROM approvals LIMIT 0';

const closed = () => new SlackApprovalError('store_closed', 'The store is closed: create another one to go on.');

/** Given anything else, libsql ends the process or binds something else, and NaN becomes NULL: a row that is never due. */
const isBindable = (value: unknown) => value === null || typeof value === 'string' || Number.isSafeInteger(value);

/** After some errors SQLite has rolled back already, and then this fails; not every driver tells. */
function rollBack(database: SqliteDatabase): void {
  try {
    database.exec('ROLLBACK');
  } catch (error) {
    if (isInTransaction(database)) throw error;
  }
}

/** Runs each statement in its own transaction, on a connection that the store has opened (`isOwn`) or that was passed in. */
export function createTransactions(database: SqliteDatabase, isOwn: boolean, path: string | null) {
  const statements = new Map<string, ReturnType<SqliteDatabase['prepare']>>();
  const opened = path === null ? '' : identify(path);
  let lastInLine: Promise<unknown> = Promise.resolve();
  /** Why no call is carried out any more. */
  let end: SlackApprovalError | null = null;

  const assertUsable = () => {
    // asked for its state when closed, libsql would end the process
    if (end !== null || database.open === false) throw end ?? closed();
    if (isOwn && isInTransaction(database)) rollBack(database);
    if (isInTransaction(database)) {
      throw new SlackApprovalError('store_failed', 'The database is in a transaction: the store needs its own.');
    }
  };

  /** One synchronous piece, so that no other call of this process comes between. */
  const transact = (...[begin, sql, values]: Call): unknown[] => {
    assertUsable();
    database.exec(begin);
    try {
      if (begin === toRead) database.exec(takeReadLock);
      const statement = statements.get(sql) ?? database.prepare(sql);
      statements.set(sql, statement);
      const rows = statement.all(...values);
      database.exec('COMMIT');
      if (path === null || identify(path) === opened) return rows;
    } catch (error) {
      rollBack(database);
      throw error;
    }
    const what = `The database ${path} or its -wal or -shm file was deleted or replaced while the store had it open`;
    end = new SlackApprovalError('store_failed', `${what}: put the right file there and restart the process.`);
    throw end;
  };

  /** Waits for a lock without holding the event loop. Calls that wait take turns, so that each turn is short. */
  const run = async (...call: Call): Promise<unknown[]> => {
    if (!call[2].every(isBindable)) {
      throw new SlackApprovalError('invalid_argument', 'A store takes text, whole numbers and null, and nothing else.');
    }
    const until = performance.now() + patienceMs;
    const attempt = () => {
      try {
        return transact(...call);
      } catch (error) {
        if (isBusy(error) && performance.now() < until) return null;
        throw storeFailed('SQLite did not carry out a statement', error);
      }
    };
    const retry = async (): Promise<unknown[]> => {
      await after(1);
      return attempt() ?? retry();
    };
    const first = attempt();
    if (first !== null) return first;
    const turn = lastInLine.then(retry, retry);
    lastInLine = turn;
    return turn;
  };
  const close = () => {
    end ??= closed();
  };
  return { run, close };
}
