import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';
import { aRow } from '@k8s-pizza/slack-approval-testing';

const { askedAt: now, queue } = aRow();

/** A claim of the rows that `aRow` makes. */
export const claim = { queue, now, leaseUntil: now + 60_000, leaseToken: 'token-1', limit: 5 };

/** One call of each method, by name. */
export const storeCalls: Readonly<Record<string, (store: ApprovalStore) => Promise<unknown>>> = {
  get: (store) => store.get('aone'),
  'put of a new row': (store) => store.put(aRow(), 0),
  'put over a version': (store) => store.put(aRow({ status: 'approved' }), 1),
  claimDue: (store) => store.claimDue(claim),
  list: (store) => store.list({ limit: 1 }),
};
