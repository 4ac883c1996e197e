/** The five statements that a store has: `put` inserts or updates. */
export type StoreCall = 'insert' | 'update' | 'claim' | 'get' | 'list';

/**
 * One way to make the engine fail from outside of the store.
 *
 * A lock, a full disk, a cancelled statement, a dropped connection.
 */
export interface StoreFault {
  /** Completes the sentence "a store that meets …", e.g. `a lock of another connection`. */
  readonly name: string;
  /** The calls that have to reject while it lasts. All others may, and what they answer has to be true. */
  readonly stops: readonly StoreCall[];
  /**
   * Makes the engine fail for the store created last. Every call has to end while it lasts, with an answer or an error.
   *
   * @returns what ends it; once that has resolved, the engine works again
   */
  readonly begin: () => Promise<() => Promise<void>>;
}
