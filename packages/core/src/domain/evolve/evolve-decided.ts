import type { DecidedApproval, Work } from '../model/approval.js';
import { wantSync } from '../model/copies.js';
import type { EventOf, HistoryEvent } from '../model/events.js';
import { erasedName, withoutName } from '../model/person.js';

/** Applies an entry of the history to a decided approval: delivery, progress or erasure. The decision itself never changes. */
export function evolveDecided(
  approval: DecidedApproval,
  event: Exclude<HistoryEvent, { type: 'voted' | 'decided' | 'never_shown' }>,
): DecidedApproval {
  switch (event.type) {
    case 'asked':
    case 'amended':
    case 'edited':
    case 'vote_taken_back':
    case 'escalated':
    case 'stage_begun':
    case 'reminded':
    case 'withdrawn':
      return approval;
    case 'vote_refused':
    case 'card_moved':
      return { ...approval };
    case 'delivered':
      return settleDelivery(approval, { state: 'delivered', reason: null, ...resultOf(event) }, event);
    case 'delivery_dead':
      return settleDelivery(approval, { state: 'dead', reason: event.reason }, event);
    case 'redelivered':
      return applyRedelivered(approval, event);
    case 'progressed':
      return applyProgressed(approval, event);
    case 'card_failed':
      return { ...approval, failedChannels: [...approval.failedChannels, event.channelId] };
    case 'card_healed':
      return { ...approval, healedChannels: [...approval.healedChannels, event.channelId] };
    case 'erased':
      return approval.erasedAt !== null ? approval : applyErased(approval, event.at);
    default:
      event satisfies never;
      return approval;
  }
}

function syncCopies(work: Work, at: number): Work {
  return { ...work, copies: wantSync(work.copies, at) };
}

/** Erases the texts and the names of systems. Slack's user ids stay. */
function applyErased(approval: DecidedApproval, at: number): DecidedApproval {
  const { decision } = approval;
  return {
    ...approval,
    erasedAt: at,
    requester: withoutName(approval.requester),
    amenders: approval.amenders.map(withoutName),
    decision: typeof decision.withdrawnBy === 'string' ? { ...decision, withdrawnBy: erasedName } : decision,
    work: syncCopies({ ...approval.work, contextRef: null }, at),
  };
}

function resultOf({
  resultRef,
}: EventOf<'delivered'>): Pick<DecidedApproval['delivery'], 'resultRef' | 'isResultLost'> {
  return resultRef === null ? { resultRef, isResultLost: true } : { resultRef: resultRef ?? null };
}

function settleDelivery(
  approval: DecidedApproval,
  end: Partial<DecidedApproval['delivery']> &
    Pick<DecidedApproval['delivery'], 'reason'> & { readonly state: 'delivered' | 'dead' },
  event: EventOf<'delivered' | 'delivery_dead'>,
): DecidedApproval {
  const { state } = approval.delivery;
  if (state === 'delivered' || state === end.state || approval.work.delivery === null) return approval;
  return {
    ...approval,
    delivery: { ...approval.delivery, ...end, settledAt: event.at },
    work: syncCopies(
      {
        ...approval.work,
        delivery: { ...approval.work.delivery, attemptCount: event.attempt, lastReason: end.reason },
      },
      event.at,
    ),
  };
}

function applyRedelivered(approval: DecidedApproval, event: EventOf<'redelivered'>): DecidedApproval {
  if (approval.work.delivery === null || approval.delivery.state === 'owed') return approval;
  const delivery = { ...approval.work.delivery, roundAttempts: 0, shortened: false, nextAt: event.at };
  return {
    ...approval,
    delivery: {
      state: 'owed',
      deliverBy: event.at + approval.policy.deliverWithinMs,
      reason: null,
      settledAt: null,
      resultRef: null,
    },
    work: syncCopies({ ...approval.work, delivery, setAside: false }, event.at),
  };
}

function applyProgressed(approval: DecidedApproval, event: EventOf<'progressed'>): DecidedApproval {
  if (!approval.progress.some((step) => step.step === event.step)) return approval;
  const progress = approval.progress.map((step) =>
    step.step === event.step ? { ...step, state: event.state, at: event.at, detailRef: event.detailRef } : step,
  );
  return { ...approval, progress, work: { ...syncCopies(approval.work, event.at), setAside: false } };
}
