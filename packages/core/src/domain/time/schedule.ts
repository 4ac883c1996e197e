import type { Approval, Outcome, PendingApproval } from '../model/approval.js';
import { wasPosted } from '../model/copies.js';
import { channelOf } from '../model/place.js';
import { escalationOf } from '../model/stage.js';

/** `onExpiry: 'approve'` approves for this long after `expiresAt`. Processed later than that, the approval expires. */
export const approveOnExpiryWithinMs = 5 * 60_000;
/** The trouble channel is told about a card that has waited for its condition this long. */
const cardTroubleAfterMs = 15 * 60_000;

/** Whether `at` is before the expiry. A vote cast exactly at `expiresAt` is too late. */
export function isInTime(approval: Pick<Approval, 'expiresAt'>, at: number): boolean {
  return approval.expiresAt === null || at < approval.expiresAt;
}

/** Whether expiry has to wait for votes that were cast in time and are still being checked. */
export function isExpiryHeld(approval: Approval): boolean {
  return approval.work.unchecked.some((vote) => isInTime(approval, vote.votedAt));
}

/**
 * The outcome of expiry now; null if it is not due or has to wait.
 * It never approves what nobody could see, or what is set aside.
 */
export function expiryOutcome(approval: PendingApproval, now: number): Exclude<Outcome, 'withdrawn'> | null {
  if (approval.expiresAt === null || now < approval.expiresAt || isExpiryHeld(approval)) return null;
  const { onExpiry } = approval.policy.schedule;
  if (onExpiry === 'reject') return 'rejected';
  const mayApprove = wasPosted(approval.work) && !approval.work.setAside;
  if (onExpiry === 'approve' && mayApprove && now <= approval.expiresAt + approveOnExpiryWithinMs) return 'approved';
  return 'expired';
}

/** The instant of the next escalation step, or null. A step due at or after the expiry never happens. */
export function escalatesAt(approval: Approval): number | null {
  const step = escalationOf(approval)[approval.escalationLevel];
  const from = approval.stage?.beganAt ?? approval.askedAt;
  return step === undefined ? null : whileInTime(approval, from + step.afterMs);
}

/** The instant of the next reminder, or null. There are no reminders at or after the expiry. */
export function remindsAt(approval: Approval): number | null {
  return approval.remindAt === null ? null : whileInTime(approval, approval.remindAt);
}

function whileInTime(approval: Approval, at: number): number | null {
  return isInTime(approval, at) ? at : null;
}

/** The first reminder after `now` on the same schedule, so that several missed reminders become one. */
export function nextReminderAt(approval: Approval, now: number): number | null {
  const { remindEveryMs } = approval.policy.schedule;
  if (remindEveryMs === null || approval.remindAt === null) return null;
  const missed = Math.floor(Math.max(0, now - approval.remindAt) / remindEveryMs);
  return approval.remindAt + (missed + 1) * remindEveryMs;
}

/** When the texts of a decided approval are erased; null while its delivery is owed, or once erased. */
export function retainedUntil(approval: Approval): number | null {
  if (approval.status === 'pending' || approval.erasedAt !== null || approval.delivery.state === 'owed') return null;
  return approval.lastEventAt + approval.policy.retainForMs;
}

/** When the trouble channel has to be told that a card waits; null: nobody is to be told, or the channel was told. */
export function troubleAt({ troubleChannel, work }: Approval): number | null {
  if (troubleChannel === undefined) return null;
  const instants = work.copies.map(({ place, problem, state }) => {
    // a message about the trouble channel, or about the whole app, would be refused like the card
    const isUntold = problem !== null && problem.isTold !== true && !problem.isAppWide;
    return isUntold && state === 'live' && channelOf(place) !== troubleChannel
      ? problem.since + cardTroubleAfterMs
      : null;
  });
  return earliest(instants);
}

/** The next instant at which time alone changes the approval, or null. While it is set aside, only expiry does. */
export function scheduledAt(approval: Approval): number | null {
  if (approval.work.setAside) return approval.status === 'pending' ? approval.expiresAt : null;
  if (approval.status !== 'pending') return earliest([retainedUntil(approval), troubleAt(approval)]);
  const instants = [
    isExpiryHeld(approval) ? null : approval.expiresAt,
    remindsAt(approval),
    escalatesAt(approval),
    approval.work.showCheckingAt,
    troubleAt(approval),
  ];
  return earliest(instants);
}

export function earliest(instants: readonly (number | null)[]): number | null {
  return instants.reduce((least, at) => (at === null || (least !== null && least <= at) ? least : at), null);
}
