import { decide } from '../../domain/decide.js';
import { accepted } from '../../domain/decided.js';
import { change } from '../change.js';
import { isLeaseRunning } from '../lease.js';
import { randomLeaseToken } from '../put-record.js';
import { runOwed } from '../run-owed.js';
import type { Shell, SlackAccess } from '../shell.js';
import type { WaitingPost } from './waiting-posts.js';

/** A record whose work was abandoned more often is left to the worker, which does such records alone. */
const maxAbandoned = 1;

/**
 * Starts a post whose turn has come: one get, one put that takes the lease.
 *
 * @returns null where it is not owed any more or waits for something else, as for a holder who does other work of its record
 */
export async function startPost(
  shell: Shell,
  slack: SlackAccess,
  { approvalId, work }: WaitingPost,
  stopAt: number | null,
): Promise<{ readonly work: Promise<void> } | null> {
  const token = randomLeaseToken();
  const changed = await change(shell, approvalId, {
    decide: ({ row, record }, now) => {
      const isForOthers = isLeaseRunning(row, now) || row.claimCount > maxAbandoned;
      return isForOthers ? accepted([]) : decide({ type: 'take_turn', now, work }, record.approval);
    },
    lease: { type: 'take', token },
  });
  if (changed.type !== 'done' || changed.events.length === 0 || changed.loaded.row.leaseToken !== token) return null;
  return { work: runOwed(shell, slack, changed.loaded, token, { stopAt }) };
}
