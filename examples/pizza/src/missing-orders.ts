import type { Approvals } from '@k8s-pizza/slack-approval';
import { expectedOrders } from './progress-expected.js';
import { tellDeleted } from './tell-progress.js';

/**
 * Takes which orders there are, as a list that somebody else took, and shows on its card what was deleted. An order has to be missing from
 * two lists in a row: one that was created after the first was taken is in the second.
 */
export function createMissingOrders(
  approvals: Approvals,
  clock: () => number,
): (present: readonly string[]) => Promise<void> {
  let missedBefore: ReadonlySet<string> = new Set();
  return async (present) => {
    const there = new Set(present);
    const missing = (await expectedOrders(approvals, clock())).filter((id) => !there.has(id));
    for (const id of missing) if (missedBefore.has(id)) await tellDeleted(approvals, id);
    missedBefore = new Set(missing);
  };
}
