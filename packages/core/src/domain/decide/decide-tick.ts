import { evolveOn } from '../evolve/evolve.js';
import type { Approval, PendingApproval } from '../model/approval.js';
import type { ApprovalEvent } from '../model/events.js';
import { toPlaceList } from '../model/place.js';
import { escalationOf } from '../model/stage.js';
import { escalatesAt, expiryOutcome, remindsAt, retainedUntil } from '../time/schedule.js';
import { decideByExpiry } from './end-approval.js';
import { noticesInThreads } from './outcome/notices-in-threads.js';
import { tellWaitingCard } from './outcome/tell-trouble.js';

/** Applies the passing of time: expiry, escalation, reminders, erasure and cards that wait for long, as far as they are due. */
export function decideTick(approval: Approval, now: number): readonly ApprovalEvent[] {
  const events = decideTime(approval, now);
  if (approval.troubleChannel === undefined) return events;
  return [...events, ...tellWaitingCard(evolveOn(approval, events), now)];
}

function decideTime(approval: Approval, now: number): readonly ApprovalEvent[] {
  if (approval.status !== 'pending') {
    const until = retainedUntil(approval);
    return until !== null && now >= until ? [{ type: 'erased', at: now }] : [];
  }
  const outcome = expiryOutcome(approval, now);
  if (outcome !== null) return decideByExpiry(approval, outcome, now);
  return [...escalate(approval, now), ...remind(approval, now), ...showChecking(approval, now)];
}

function escalate(approval: PendingApproval, now: number): readonly ApprovalEvent[] {
  const events: ApprovalEvent[] = [];
  let level = approval.escalationLevel;
  for (;;) {
    const at = escalatesAt({ ...approval, escalationLevel: level });
    const step = escalationOf(approval)[level];
    if (at === null || step === undefined || at > now) return events;
    level += 1;
    events.push({ type: 'escalated', at: now, level, ...toPlaceList(step.channels) });
  }
}

function remind(approval: PendingApproval, now: number): readonly ApprovalEvent[] {
  const at = remindsAt(approval);
  if (at === null || at > now) return [];
  return [{ type: 'reminded', at: now }, ...noticesInThreads(approval, { type: 'reminder' }, now)];
}

function showChecking(approval: PendingApproval, now: number): readonly ApprovalEvent[] {
  const { showCheckingAt } = approval.work;
  return showCheckingAt !== null && showCheckingAt <= now ? [{ type: 'checking_shown', at: now }] : [];
}
