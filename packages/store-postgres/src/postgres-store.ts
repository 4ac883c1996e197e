import { SlackApprovalError } from '@k8s-pizza/slack-approval';
import { type ApprovalStore, pageOf, placeAfter, type Row } from '@k8s-pizza/slack-approval/store';
import { type PostgresClient, send } from './client.js';
import { migrate } from './migrate.js';
import * as statements from './statements.js';

/** An `ApprovalStore` on PostgreSQL, with migrations and transactions. */
export interface PostgresStore extends ApprovalStore {
  /**
   * Creates the table `slack_approvals` in the first schema of the search path, or migrates it to this release.
   * Call it before the first use: at every start, or once with a role that may create tables. It is idempotent.
   *
   * @throws {SlackApprovalError} invalid_options — the database's encoding is not UTF-8
   * @throws {SlackApprovalError} store_failed — the table belongs to a newer release, or PostgreSQL reports an error
   */
  migrate(): Promise<void>;
  /**
   * Returns a store whose writes are part of the client's transaction, and visible once you commit it.
   * An id that already exists is a `conflict`, and the transaction stays usable.
   *
   * @param client - a single connection, on which you send `BEGIN` before and `COMMIT` after
   */
  within(client: PostgresClient): ApprovalStore;
}

/** A row as `pg` returns it: a bigint is text, unless the program has configured another parser. */
type StoredRow = Omit<Row, Numeric> & { readonly [Field in Numeric]: string | number | null };
type Numeric = 'version' | 'askedAt' | 'dueAt' | 'leaseUntil' | 'claimCount';

function toRow(stored: unknown): Row {
  // as: every statement selects exactly the fields of a row
  const row = stored as StoredRow;
  return {
    id: row.id,
    version: Number(row.version),
    queue: row.queue,
    status: row.status,
    requesterId: row.requesterId,
    askedAt: Number(row.askedAt),
    dueAt: toInstant(row.dueAt),
    leaseToken: row.leaseToken,
    leaseUntil: toInstant(row.leaseUntil),
    claimCount: Number(row.claimCount),
    attention: row.attention,
    body: row.body,
  };
}

function toInstant(stored: string | number | null): number | null {
  return stored === null ? null : Number(stored);
}

/** Each call is one statement. Named prepared statements would fail behind poolers that switch connections. */
function createStore(client: PostgresClient): ApprovalStore {
  let isOpen = true;
  const run = async (text: string, values: unknown[]): Promise<unknown[]> => {
    if (isOpen) return await send(client, text, values);
    throw new SlackApprovalError('store_closed', 'The store is closed: create a new one.');
  };

  return {
    async get(id) {
      return (await run(statements.get, [id])).map(toRow)[0] ?? null;
    },
    async put(row, expectedVersion) {
      const values = statements.fields.map((field) => (field === 'version' ? expectedVersion + 1 : row[field]));
      const saved =
        expectedVersion === 0
          ? await run(statements.insert, values)
          : await run(statements.update, [...values, expectedVersion]);
      return saved.length === 1 ? 'saved' : 'conflict';
    },
    async claimDue({ queue, now, leaseUntil, leaseToken, limit }) {
      return (await run(statements.claimDue, [queue, now, limit, leaseToken, leaseUntil])).map(toRow);
    },
    async list(query) {
      const { text, values } = statements.list(query, placeAfter(query.after));
      return pageOf((await run(text, values)).map(toRow), query.limit);
    },
    async close() {
      isOpen = false;
    },
  };
}

/**
 * Stores approvals in PostgreSQL, for any number of processes.
 *
 * Call `migrate` first. Each call is one statement and one round trip, and times out after 2 s for the connection and 2 s for
 * the statement. Closing the store leaves the pool open.
 *
 * @example
 * ```ts
 * import { postgresStore } from '@k8s-pizza/slack-approval-postgres';
 * import { Pool } from 'pg';
 *
 * const pool = new Pool({ connectionString: process.env.DATABASE_URL });
 * pool.on('error', (error) => console.error(error));
 * const store = postgresStore(pool);
 * await store.migrate();
 * ```
 * @param pool - a `pg` pool, or an object with the same `query(text, values)`; at READ COMMITTED, the default
 * @throws {SlackApprovalError} invalid_options — the argument is not a pool
 */
export function postgresStore(pool: PostgresClient): PostgresStore {
  // such as a connection string, or undefined from a missing variable
  if (typeof Object(pool).query !== 'function') {
    throw new SlackApprovalError('invalid_options', 'postgresStore must get a pool: new Pool({ connectionString }).');
  }
  return { ...createStore(pool), migrate: () => migrate(pool), within: createStore };
}
