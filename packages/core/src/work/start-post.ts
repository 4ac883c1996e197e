import { decide } from '../domain/decide/decide.js';
import { accept } from '../domain/model/refusal.js';
import type { WaitingPost } from '../pace/waiting-posts.js';
import { applyChange } from '../record/apply-change.js';
import type { Runtime, SlackAccess } from '../runtime/runtime.js';
import { commit } from '../storage/commit.js';
import { isLeaseRunning } from '../storage/lease.js';
import { randomLeaseToken } from '../storage/put-record.js';
import { runOwed } from './run-owed.js';

/** A record with more unfinished claims is left to `processDue`, which works on suspects alone. */
const maxUnfinishedClaims = 1;

/**
 * Starts a post whose turn has come, with one get and one put that takes the lease.
 *
 * @returns null if the post is no longer owed, or has to wait because another process works on its record
 */
export async function startPost(
  app: Runtime,
  slack: SlackAccess,
  { approvalId, work }: WaitingPost,
  stopAt: number | null,
): Promise<{ readonly work: Promise<void> } | null> {
  const token = randomLeaseToken();
  const committed = await commit(app, approvalId, {
    apply: applyChange,
    decide: ({ row, record }, now) => {
      const isForOthers = isLeaseRunning(row, now) || row.claimCount > maxUnfinishedClaims;
      return isForOthers ? accept([]) : decide({ type: 'take_turn', now, work }, record.approval);
    },
    lease: { type: 'take', token },
  });
  if (committed.type !== 'done' || committed.events.length === 0 || committed.loaded.row.leaseToken !== token)
    return null;
  return {
    work: runOwed({ app, slack, leased: committed.loaded, token, options: { stopAt, lasts: stopAt === null } }),
  };
}
