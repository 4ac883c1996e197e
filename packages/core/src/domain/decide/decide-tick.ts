import { evolveOn } from '../evolve/evolve.js';
import type { Approval, Copy, PendingApproval } from '../model/approval.js';
import { isDirect } from '../model/copies.js';
import type { ApprovalEvent } from '../model/events.js';
import { toPlaceList } from '../model/place.js';
import { escalatesAt, expiryOutcome, remindsAt, retainedUntil } from '../time/schedule.js';
import { decideByExpiry, noticeLastsMs } from './end-approval.js';
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
    const step = approval.policy.schedule.escalate[level];
    if (at === null || step === undefined || at > now) return events;
    level += 1;
    events.push({ type: 'escalated', at: now, level, ...toPlaceList(step.channels) });
  }
}

function remind(approval: PendingApproval, now: number): readonly ApprovalEvent[] {
  const at = remindsAt(approval);
  if (at === null || at > now) return [];
  const threads = firstOfEachChannel(approval.work.copies);
  // in every channel a reminder, and only one that mentions: nobody is notified twice
  const mentioning = threads.find((copy) => !isDirect(copy));
  const notices = threads.map(
    (copy): ApprovalEvent => ({
      type: 'notice_owed',
      at: now,
      to: { type: 'thread', channelId: copy.channelId, ts: copy.ts },
      topic: copy === mentioning ? { type: 'reminder', mentions: true } : { type: 'reminder' },
      until: now + noticeLastsMs,
    }),
  );
  return [{ type: 'reminded', at: now }, ...notices];
}

/** The posted copies, one of each channel: a reminder is shown in the whole channel. */
function firstOfEachChannel(copies: readonly Copy[]): readonly (Copy & { readonly ts: string })[] {
  const posted = copies.filter((copy): copy is Copy & { ts: string } => copy.state === 'live' && copy.ts !== null);
  return posted.filter(({ channelId }, index) => posted.findIndex((one) => one.channelId === channelId) === index);
}

function showChecking(approval: PendingApproval, now: number): readonly ApprovalEvent[] {
  const { showCheckingAt } = approval.work;
  return showCheckingAt !== null && showCheckingAt <= now ? [{ type: 'checking_shown', at: now }] : [];
}
