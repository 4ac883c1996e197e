import { type ApprovalStore, pageOf, placeAfter, type Row, SlackApprovalError } from '@k8s-pizza/slack-approval';
import { type PostgresClient, send } from './client.js';
import { migrate } from './migrate.js';
import * as statements from './statements.js';

/** An `ApprovalStore` on PostgreSQL, with what only a database in the network needs. */
export interface PostgresStore extends ApprovalStore {
  /**
   * Creates the table `slack_approvals` in the first schema of the search path, or brings an older one up to this release.
   * Call it before the first use: at each start (where nothing is to do, it only looks), or once with a role that may create tables.
   *
   * @throws {SlackApprovalError} invalid_options — the database does not keep text as UTF-8
   * @throws {SlackApprovalError} store_failed — the table is a newer release's, or PostgreSQL refuses
   */
  migrate(): Promise<void>;
  /**
   * A store whose statements are part of the transaction that `client` is in: what it saves is there once that is committed.
   * An id that is there already is a `conflict`, and leaves the transaction usable.
   *
   * @param client - the one connection on which the caller has sent `BEGIN`, and will send `COMMIT`
   */
  within(client: PostgresClient): ApprovalStore;
}

const numbers: ReadonlySet<string> = new Set(['version', 'askedAt', 'dueAt', 'leaseUntil', 'claimCount']);

function toRow(stored: unknown): Row {
  const given = Object.entries(Object(stored)).map(([field, value]) => [
    field,
    // a bigint comes as text, or as what the program has told `pg` to make of it
    numbers.has(field) && value !== null ? Number(value) : value,
  ]);
  // as: every statement selects the fields of a row, and the columns have their types
  return Object.fromEntries(given) as Row;
}

/** One statement for each call. They are not prepared by name: that fails behind poolers which change connections. */
function storeOn(client: PostgresClient): ApprovalStore {
  let isOpen = true;
  const run = async (text: string, values: unknown[]): Promise<unknown[]> => {
    if (isOpen) return await send(client, text, values);
    throw new SlackApprovalError('store_closed', 'The store is closed: create another one to go on.');
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
 * Keeps approvals in PostgreSQL, for any number of processes.
 *
 * Needs its table: see `migrate`. One statement, and so one round trip, for each call. The pool stays the caller's, and open when the store is closed.
 *
 * @param pool - a pool of `pg`, or anything with its `query(text, values)`; transactions at READ COMMITTED, its default
 * @throws {SlackApprovalError} invalid_options — this is no pool; a connection string goes to `new Pool`
 */
export function postgresStore(pool: PostgresClient): PostgresStore {
  // a connection string from the environment, or one that is missing
  if (typeof Object(pool).query !== 'function') {
    throw new SlackApprovalError('invalid_options', 'postgresStore takes a pool: new Pool({ connectionString }).');
  }
  return { ...storeOn(pool), migrate: () => migrate(pool), within: storeOn };
}
