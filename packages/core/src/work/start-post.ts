import { decide } from '../domain/decide/decide.js';
import { accept } from '../domain/model/refusal.js';
import type { WaitingPost } from '../pace/waiting-posts.js';
import type { Runtime, SlackAccess } from '../runtime/runtime.js';
import { commit } from '../storage/commit.js';
import { isLeaseRunning } from '../storage/lease.js';
import { randomLeaseToken } from '../storage/put-record.js';
import { runOwed } from './run-owed.js';

/** A record whose work was abandoned more often is left to the worker, which does such records alone. */
const maxAbandoned = 1;

/**
 * Starts a post whose turn has come: one get, one put that takes the lease.
 *
 * @returns null where it is not owed any more or waits for something else, as for a holder who does other work of its record
 */
export async function startPost(
  app: Runtime,
  slack: SlackAccess,
  { approvalId, work }: WaitingPost,
  stopAt: number | null,
): Promise<{ readonly work: Promise<void> } | null> {
  const token = randomLeaseToken();
  const committed = await commit(app, approvalId, {
    decide: ({ row, record }, now) => {
      const isForOthers = isLeaseRunning(row, now) || row.claimCount > maxAbandoned;
      return isForOthers ? accept([]) : decide({ type: 'take_turn', now, work }, record.approval);
    },
    lease: { type: 'take', token },
  });
  if (committed.type !== 'done' || committed.events.length === 0 || committed.loaded.row.leaseToken !== token)
    return null;
  return { work: runOwed(app, slack, committed.loaded, token, { stopAt }) };
}
