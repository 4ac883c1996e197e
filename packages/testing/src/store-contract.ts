import { type KnownKeys, refuseUnknownKeys } from '@k8s-pizza/slack-approval/host';
import type { ApprovalStore, Row } from '@k8s-pizza/slack-approval/store';
import { contractTests } from './contract/contract-tests.js';
import { runAndClose } from './contract/run-and-close.js';
import type { TestRunner } from './contract/test-runner.js';
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
import type { OpenedStore, Suite } from './store-contract/suite.js';

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
  /**
   * The `describe` and `test` of your test runner, e.g. of `node:test`, or the globals of Jest.
   *
   * @default those of the vitest that runs the file
   */
  readonly runner?: TestRunner;
}

/** A test takes seconds; only one that hangs takes longer, also on a busy machine. */
const testWithinMs = 60_000;

const knownOptions = {
  name: true,
  create: true,
  reopen: { skip: true },
  readRow: true,
  dueRowCount: true,
  faults: { name: true, stops: true, error: true, writesArrive: true, begin: true } satisfies KnownKeys<StoreFault>,
  runner: { describe: true, test: true } satisfies KnownKeys<TestRunner>,
} satisfies KnownKeys<StoreContractOptions>;

/**
 * Registers suites that check a store, on its real engine.
 *
 * They check every sentence of `ApprovalStore`. Each test ends within a minute, and closes its store also when it fails.
 * Call it once per store at the top of a test file.
 *
 * @throws {SlackApprovalError} invalid_argument — no runner, a runner that lacks a function, or an unknown option
 */
export function storeContract(options: StoreContractOptions): void {
  refuseUnknownKeys('storeContract', options, knownOptions, 'invalid_argument');
  const { name, reopen, dueRowCount = 10_000, faults = [], runner } = options;
  const { describe, test, skip } = contractTests('storeContract', name, runner);
  const suite: Suite = {
    describe,
    skip,
    test: (title, body, withinMs = testWithinMs) =>
      test(
        title,
        () => runAndClose(async (closeAfter) => body(await openStore(options, closeAfter)), withinMs),
        withinMs,
      ),
    reopen,
    dueRowCount,
    faults,
  };

  describe(name, () => {
    describe('keeps what was put', () => roundTripContract(suite));
    describe('put is a compare-and-set', () => putContract(suite));
    describe('claimDue', () => claimContract(suite));
    describe('with much to do', () => manyDueContract(suite));
    describe('of several at once', () => raceContract(suite));
    describe('after an answer was lost', () => lostAnswerContract(suite));
    faultsContract(suite);
    describe('list', () => listContract(suite));
    describe('paging', () => pagingContract(suite));
    describe('a row that belongs to no approval', () => reservedContract(suite));
    describe('closing', () => lifetimeContract(suite));
  });
}

async function openStore(
  { create, reopen, readRow }: StoreContractOptions,
  closeAfter: (close: () => Promise<void>) => void,
): Promise<OpenedStore> {
  const opened = async (opening: Promise<ApprovalStore>) => {
    const store = await opening;
    closeAfter(() => store.close());
    return store;
  };
  const store = await opened(create());
  return { store, readRow, reopen: typeof reopen === 'function' ? () => opened(reopen(store)) : null };
}
