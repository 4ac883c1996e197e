/**
 * One stored approval, or a row of the library's own.
 *
 * The store treats them alike. It keeps every field as given and reads none of `body`. Instants are epoch milliseconds.
 */
export interface Row {
  readonly id: string;
  /** Raised by one with every put and claim; 0 is "not stored yet". */
  readonly version: number;
  /** What `claimDue` and `list` select by: `<namespace>/<kind>`; a row that belongs to no approval has `~/<namespace>/<purpose>`. */
  readonly queue: string;
  readonly status: string;
  readonly requesterId: string | null;
  readonly askedAt: number;
  /** When the row next needs attention; null: never by itself. */
  readonly dueAt: number | null;
  readonly leaseToken: string | null;
  readonly leaseUntil: number | null;
  readonly claimCount: number;
  readonly attention: string | null;
  /** The JSON record as text: any Unicode, up to 256 KB of UTF-8. */
  readonly body: string;
}

/** Which rows to claim, and what to write into each. */
export interface DueClaim {
  readonly queue: string;
  /** Rows with `dueAt` up to this instant are due. */
  readonly now: number;
  /** Becomes the row's `leaseUntil` and its `dueAt`. */
  readonly leaseUntil: number;
  readonly leaseToken: string;
  /** The most rows to claim, from 1. */
  readonly limit: number;
}

/** Which rows to list: those that match every field given. */
export interface RowQuery {
  readonly queue?: string;
  readonly status?: string;
  readonly requesterId?: string;
  readonly attention?: string;
  /** `next` of the page before; null or absent: from the newest. */
  readonly after?: string | null;
  readonly limit: number;
}

/** One page of a list. */
export interface RowPage {
  readonly rows: readonly Row[];
  /** What to pass as `after` for the next page; null: this was the last. Its form is the store's own. */
  readonly next: string | null;
}

/**
 * Keeps rows.
 *
 * It never reads a body, holds no rule and has no clock; there is one lock, the version. What it answers is durable and visible to every
 * other connection before it answers, also right after one of its calls has failed (locked, full, interrupted). A driver's error propagates as it is
 * or wrapped with `cause`; only "not found" and "conflict" are values. `storeContract` of the testing package checks every
 * sentence here against a real engine.
 */
export interface ApprovalStore {
  /** false: it keeps rows in this process's memory, and hosts whose processes come and go refuse it. @default true */
  readonly durable?: boolean;
  /** @returns the row as last put or claimed, or null. */
  get(id: string): Promise<Row | null>;
  /**
   * Stores every field as given, with `version = expectedVersion + 1`, if the stored version is `expectedVersion`
   * (0: if there is no such row). Atomic: of two writers with one expected version exactly one gets `saved`.
   * `row.version` is not read.
   */
  put(row: Row, expectedVersion: number): Promise<'saved' | 'conflict'>;
  /**
   * Claims up to `limit` rows of the queue with `dueAt <= now`, the oldest due first. Each is changed atomically, exactly as a put would:
   * the token, `leaseUntil`, `dueAt = leaseUntil`, `claimCount + 1`, `version + 1`. No row goes to two claims.
   * @returns the rows as they now are, in any order.
   */
  claimDue(claim: DueClaim): Promise<readonly Row[]>;
  /** A page of the rows that match every given field, newest `askedAt` first, then by id descending; `next` is null on the last page. */
  list(query: RowQuery): Promise<RowPage>;
  /** Ends the store's own resources; a handle or pool that was passed in stays open. Closing twice is harmless. */
  close(): Promise<void>;
}
