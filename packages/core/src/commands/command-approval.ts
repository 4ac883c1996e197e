import type { Refusal } from '../domain/model/refusal.js';
import { refusal } from '../domain/model/refusal.js';
import { isSlackApprovalError } from '../errors.js';
import type { ApprovalRecord } from '../record/record.js';
import type { Runtime } from '../runtime/runtime.js';
import { type Changed, change, type DecidedWithParts } from '../storage/change.js';
import type { LeaseWish } from '../storage/lease.js';
import { randomLeaseToken } from '../storage/put-record.js';
import { type ApprovalView, toApproval } from '../views/to-approval.js';
import { nothingFound } from '../votes/cast-vote.js';
import { startOwed } from '../work/start-owed.js';

/** Carries out what a program asks of one approval, and starts the work that follows from it. */
export async function commandApproval(
  runtime: Runtime,
  id: string,
  deciding: (record: ApprovalRecord, now: number) => DecidedWithParts,
  grows = false,
): Promise<ApprovalView<unknown> | Refusal> {
  const token = randomLeaseToken();
  const lease: LeaseWish = runtime.slack === null ? { type: 'leave' } : { type: 'take', token };
  try {
    const changed = await change(runtime, id, {
      decide: ({ record }, now) => deciding(record, now),
      lease,
      grows,
    });
    return toAnswer(runtime, changed, token);
  } catch (error) {
    if (isSlackApprovalError(error) && error.code === 'record_too_large')
      return refusal('record_too_large', error.message);
    throw error;
  }
}

function toAnswer(runtime: Runtime, changed: Changed, token: string): ApprovalView<unknown> | Refusal {
  if (changed.type === 'newer')
    return refusal('not_found', 'This approval was written by a newer release; this one leaves it alone.');
  if (changed.type !== 'done') return nothingFound;
  if (changed.events.length > 0) startOwed(runtime, changed.loaded, token);
  return changed.refusal ?? toApproval(changed.loaded.record);
}
