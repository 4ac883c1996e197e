/**
 * One stored approval, or one of the library's internal rows.
 *
 * The store treats both alike: it keeps every field as given and never reads `body`. Instants are epoch milliseconds.
 */
export interface Row {
  readonly id: string;
  /** Goes up by one with every put and every claim; 0 means "not stored yet". */
  readonly version: number;
  /** `claimDue` and `list` select by it: `<namespace>/<kind>` for an approval, `~/<namespace>/<purpose>` for an internal row. */
  readonly queue: string;
  readonly status: string;
  readonly requesterId: string | null;
  readonly askedAt: number;
  /** When `claimDue` next returns the row; null: never. */
  readonly dueAt: number | null;
  readonly leaseToken: string | null;
  readonly leaseUntil: number | null;
  readonly claimCount: number;
  readonly attention: string | null;
  /** The record as JSON text: any Unicode, at most 256 KB of UTF-8. */
  readonly body: string;
}

/** Which rows to claim, and the lease to write into each. */
export interface DueClaim {
  readonly queue: string;
  /** A row is due if its `dueAt` is not later than this. */
  readonly now: number;
  /** Written to both `leaseUntil` and `dueAt`. */
  readonly leaseUntil: number;
  readonly leaseToken: string;
  /** The maximum number of rows to claim, at least 1. */
  readonly limit: number;
}

/** Which rows to list: those that match every given field. */
export interface RowQuery {
  readonly queue?: string;
  readonly status?: string;
  readonly requesterId?: string;
  readonly attention?: string;
  /** `next` of the previous page; null or absent: start at the newest row. */
  readonly after?: string | null;
  /** The maximum number of rows, at least 1. */
  readonly limit: number;
}

/** One page of a list. */
export interface RowPage {
  readonly rows: readonly Row[];
  /** Pass it as `after` to get the next page; null: this is the last page. The store chooses its format. */
  readonly next: string | null;
}

/**
 * Keeps rows. Implement it to add a database.
 *
 * A store never reads a body, holds no rules and has no clock. The version is the only lock. When a call returns, its result is
 * durable and visible to every other connection, even if an earlier call has just failed (locked, full, interrupted).
 * Only "not found" and "conflict" are return values: throw every other driver error, as it is or wrapped with `storeFailed`.
 * `storeContract` of the testing package checks every sentence here against a real database.
 */
export interface ApprovalStore {
  /** false: rows are kept in memory and are lost when the process ends; serverless hosts refuse such a store. @default true */
  readonly durable?: boolean;
  /** @returns the row as last put or claimed, or null if there is no such row */
  get(id: string): Promise<Row | null>;
  /**
   * Stores every field as given, with `version = expectedVersion + 1`, if the stored version is `expectedVersion`
   * (0: if there is no such row). It ignores `row.version`.
   *
   * Atomic: of two writers with the same expected version, exactly one gets `saved`.
   */
  put(row: Row, expectedVersion: number): Promise<'saved' | 'conflict'>;
  /**
   * Claims up to `limit` rows of the queue with `dueAt <= now`, the longest due first.
   *
   * Each row is updated atomically, as by a put: `leaseToken`, `leaseUntil`, `dueAt = leaseUntil`, `claimCount + 1` and
   * `version + 1`. Two claims never get the same row.
   *
   * @returns the rows after the update, in any order
   */
  claimDue(claim: DueClaim): Promise<readonly Row[]>;
  /** Lists the rows that match every given field, by `askedAt` descending, then by id descending. */
  list(query: RowQuery): Promise<RowPage>;
  /** Closes what the store has opened; a handle or pool that you passed in stays open. Calling it twice is fine. */
  close(): Promise<void>;
}
