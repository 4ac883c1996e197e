import type { ApprovalStore, Row } from '@k8s-pizza/slack-approval/store';
import { aRow, now } from '../a-row.js';
import type { ContractTests } from '../contract/contract-tests.js';
import type { StoreFault } from './fault.js';

/** A claim of the rows that `aRow` makes. */
export const claim = {
  queue: 'default/pizza-order',
  now,
  leaseUntil: now + 60_000,
  leaseToken: 'token-new',
  limit: 10,
};

/** What one test works with. Every store that it opens is closed when it ends. */
export interface OpenedStore {
  /** New and empty. */
  readonly store: ApprovalStore;
  /** Closes the store and opens another one on the same data; null if that is impossible. */
  readonly reopen: (() => Promise<ApprovalStore>) | null;
  /** Reads a row without going through the port. */
  readonly readRow: (id: string) => Promise<Row | null>;
}

/** What a topic of the contract works with. */
export interface Suite extends Pick<ContractTests, 'describe' | 'skip'> {
  /** Each test has its own store. */
  readonly test: (title: string, body: (opened: OpenedStore) => Promise<void>, withinMs?: number) => void;
  readonly reopen: ((store: ApprovalStore) => Promise<ApprovalStore>) | { readonly skip: string };
  readonly dueRowCount: number;
  readonly faults: readonly StoreFault[];
}

/** `count` rows `a00`, `a01`, …, stored as new ones. */
export async function putMany(
  store: ApprovalStore,
  count: number,
  fields: (index: number) => Partial<Row>,
): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    await store.put(aRow({ id: `a${String(index).padStart(2, '0')}`, ...fields(index) }), 0);
  }
}

/** The row after a claim. */
export function claimed(row: Row, claim: { readonly leaseToken: string; readonly leaseUntil: number }): Row {
  const { leaseToken, leaseUntil } = claim;
  return {
    ...row,
    leaseToken,
    leaseUntil,
    dueAt: leaseUntil,
    claimCount: row.claimCount + 1,
    version: row.version + 1,
  };
}
