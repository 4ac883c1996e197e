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
  /** The calls that must reject during the fault, at least one. Every other call may reject, and what it answers must be true. */
  readonly stops: readonly [StoreCall, ...StoreCall[]];
  /**
   * What the error of a stopped call must match, e.g. `{ cause: { code: 'SQLITE_FULL' } }`.
   * It shows that the engine failed in the way you meant.
   *
   * @default {}
   */
  readonly error?: object;
  /**
   * Whether a stopped write takes effect: `true` for a lost answer, `false` for a lock. Leave it out where both can happen.
   */
  readonly writesArrive?: boolean;
  /**
   * Makes the engine fail for the store created last. During the fault every call must end, with an answer or an error.
   *
   * @returns a function that ends the fault; once it has resolved, the engine works again
   */
  readonly begin: () => Promise<() => Promise<void>>;
}
