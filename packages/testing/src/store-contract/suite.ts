import type { ApprovalStore, Row } from '@k8s-pizza/slack-approval/store';
import type * as Vitest from 'vitest';
import { aRow, now } from '../a-row.js';
import type { StoreFault } from './fault.js';

/** A claim of the rows that `aRow` makes. */
export const claim = {
  queue: 'default/pizza-order',
  now,
  leaseUntil: now + 60_000,
  leaseToken: 'token-new',
  limit: 10,
};

/** What a topic of the contract works with. */
export interface Suite {
  readonly name: string;
  readonly test: typeof Vitest.test;
  readonly expect: typeof Vitest.expect;
  /** A new, empty store that is closed when the running test ends. */
  readonly open: () => Promise<ApprovalStore>;
  readonly reopen: ((store: ApprovalStore) => Promise<ApprovalStore>) | { readonly skip: string };
  readonly readRow: (id: string) => Promise<Row | null>;
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
