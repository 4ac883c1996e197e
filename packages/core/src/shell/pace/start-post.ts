import { decide } from '../../domain/decide.js';
import { accepted } from '../../domain/decided.js';
import { change } from '../change.js';
import { isLeaseRunning } from '../lease.js';
import { randomLeaseToken } from '../put-record.js';
import { runOwed } from '../run-owed.js';
import type { Shell, SlackAccess } from '../shell.js';
import type { WaitingPost } from './waiting-posts.js';

export type StartedPost =
  | { readonly type: 'started'; readonly work: Promise<void> }
  /** It is not owed any more, or something else holds it back. */
  | { readonly type: 'over' }
  /** Somebody is doing other work of this record. */
  | { readonly type: 'leased' };

/** Starts a post whose turn has come: one get, one put that takes the lease. */
export async function startPost(
  shell: Shell,
  slack: SlackAccess,
  { approvalId, work }: WaitingPost,
  stopAt: number | null,
): Promise<StartedPost> {
  const token = randomLeaseToken();
  let isLeased = false;
  const changed = await change(shell, approvalId, {
    decide: ({ row, record }, now) => {
      isLeased = isLeaseRunning(row, now);
      return isLeased ? accepted([]) : decide({ type: 'take_turn', now, work }, record.approval);
    },
    lease: { type: 'take', token },
  });
  if (isLeased) return { type: 'leased' };
  if (changed.type !== 'done' || changed.events.length === 0 || changed.loaded.row.leaseToken !== token)
    return { type: 'over' };
  return { type: 'started', work: runOwed(shell, slack, changed.loaded, token, { stopAt }) };
}
