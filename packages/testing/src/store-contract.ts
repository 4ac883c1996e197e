import { type KnownKeys, refuseUnknownKeys } from '@k8s-pizza/slack-approval/host';
import type { ApprovalStore, Row } from '@k8s-pizza/slack-approval/store';
import { claimContract } from './store-contract/claim.js';
import type { StoreFault } from './store-contract/fault.js';
import { faultsContract } from './store-contract/faults.js';
import { lifetimeContract } from './store-contract/lifetime.js';
import { listContract } from './store-contract/list.js';
import { lostAnswerContract } from './store-contract/lost-answers.js';
import { manyDueContract } from './store-contract/many-due.js';
import { pagingContract } from './store-contract/paging.js';
import { putContract } from './store-contract/put.js';
import { raceContract } from './store-contract/races.js';
import { reservedContract } from './store-contract/reserved.js';
import { roundTripContract } from './store-contract/round-trip.js';
import type { Suite } from './store-contract/suite.js';
import { runningVitest } from './vitest-api.js';

/** How the contract opens a store and reads its data. */
export interface StoreContractOptions {
  /** Names the suite, e.g. `sqliteStore on a file`. */
  readonly name: string;
  /** A new, empty store for each test. The contract closes it. */
  readonly create: () => Promise<ApprovalStore>;
  /** Closes the store and opens another one on the same data; or the reason, which is printed, why that is impossible. */
  readonly reopen: ((store: ApprovalStore) => Promise<ApprovalStore>) | { readonly skip: string };
  /** Reads a row of the store created last without going through the port. */
  readonly readRow: (id: string) => Promise<Row | null>;
  /**
   * How many rows are due at once in the test that has many, at least 1,000 and no multiple of 7,919.
   *
   * @default 10_000
   */
  readonly dueRowCount?: number;
  /**
   * Every way in which you can make the engine fail from outside: locks, a full disk, cancelled statements, dropped connections.
   * Leave it out only for an engine that cannot fail, e.g. one in the memory of the process.
   *
   * @default []
   */
  readonly faults?: readonly StoreFault[];
}

const knownOptions = {
  name: true,
  create: true,
  reopen: { skip: true },
  readRow: true,
  dueRowCount: true,
  faults: { name: true, stops: true, error: true, writesArrive: true, begin: true } satisfies KnownKeys<StoreFault>,
} satisfies KnownKeys<StoreContractOptions>;

/**
 * Registers vitest suites that check a store, on its real engine.
 *
 * They check every sentence of `ApprovalStore`.
 * Call it once per store at the top of a test file.
 *
 * @throws {SlackApprovalError} invalid_argument — outside a test file that vitest runs, or with an unknown option
 */
export function storeContract(options: StoreContractOptions): void {
  const { describe, test, expect, onTestFinished } = runningVitest('storeContract');
  refuseUnknownKeys('storeContract', options, knownOptions, 'invalid_argument');
  const { name, create, reopen, readRow, dueRowCount = 10_000, faults = [] } = options;
  const open = async () => {
    const store = await create();
    onTestFinished(() => store.close());
    return store;
  };
  const suite: Suite = { name, test, expect, open, reopen, readRow, dueRowCount, faults };

  describe(name, () => {
    describe('keeps what was put', () => roundTripContract(suite));
    describe('put is a compare-and-set', () => putContract(suite));
    describe('claimDue', () => claimContract(suite));
    describe('with much to do', () => manyDueContract(suite));
    describe('of several at once', () => raceContract(suite));
    describe('after an answer was lost', () => lostAnswerContract(suite));
    faultsContract(suite, describe);
    describe('list', () => listContract(suite));
    describe('paging', () => pagingContract(suite));
    describe('a row that belongs to no approval', () => reservedContract(suite));
    describe('closing', () => lifetimeContract(suite));
  });
}
