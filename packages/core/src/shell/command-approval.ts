import type { Refusal } from '../domain/refusal.js';
import { refusal } from '../domain/refusal.js';
import { isSlackApprovalError } from '../errors.js';
import type { ApprovalRecord } from '../record/record.js';
import { nothingFound } from './cast-vote.js';
import { type Changed, change, type DecidedWithParts } from './change.js';
import type { LeaseWish } from './lease.js';
import { randomLeaseToken } from './put-record.js';
import type { Shell } from './shell.js';
import { startOwed } from './start-owed.js';
import { type ApprovalView, toApproval } from './to-approval.js';

/** Carries out what a program asks of one approval, and starts the work that follows from it. */
export async function commandApproval(
  shell: Shell,
  id: string,
  deciding: (record: ApprovalRecord, now: number) => DecidedWithParts,
  grows = false,
): Promise<ApprovalView<unknown> | Refusal> {
  const token = randomLeaseToken();
  const lease: LeaseWish = shell.slack === null ? { type: 'leave' } : { type: 'take', token };
  try {
    const changed = await change(shell, id, {
      decide: ({ record }, now) => deciding(record, now),
      lease,
      grows,
    });
    return toAnswer(shell, changed, token);
  } catch (error) {
    if (isSlackApprovalError(error) && error.code === 'record_too_large')
      return refusal('record_too_large', error.message);
    throw error;
  }
}

function toAnswer(shell: Shell, changed: Changed, token: string): ApprovalView<unknown> | Refusal {
  if (changed.type === 'newer')
    return refusal('not_found', 'This approval was written by a newer release; this one leaves it alone.');
  if (changed.type !== 'done') return nothingFound;
  if (changed.events.length > 0) startOwed(shell, changed.loaded, token);
  return changed.refusal ?? toApproval(changed.loaded.record);
}
