import type {
  Approval,
  DecidedApproval,
  DecisionFact,
  DeliveryWork,
  PendingApproval,
  Work,
} from '../model/approval.js';
import { addCopies, dropUnposted, wantSync } from '../model/copies.js';
import type { EventOf, HistoryEvent } from '../model/events.js';
import { addAmender, isSamePerson } from '../model/person.js';
import { nextReminderAt } from '../time/schedule.js';
import { evolveDecided } from './evolve-decided.js';

/** Applies one event of the history. */
export function evolveHistory(approval: Approval, event: HistoryEvent): Approval {
  const evolved = approval.status === 'pending' ? evolvePending(approval, event) : evolveDecided(approval, event);
  return evolved === approval ? approval : { ...evolved, lastEventAt: event.at };
}

/** Creates the approval. */
export function fromAsked(event: EventOf<'asked'>): PendingApproval {
  const { schedule } = event.policy;
  return {
    status: 'pending',
    id: event.id,
    namespace: event.namespace,
    kind: event.kind,
    key: event.key,
    keyNumber: event.keyNumber,
    requester: event.requester,
    askedAt: event.at,
    amenders: [],
    revision: event.revision,
    policy: event.policy,
    steps: event.steps,
    expiresAt: schedule.expiresInMs === null ? null : event.at + schedule.expiresInMs,
    remindAt: schedule.remindEveryMs === null ? null : event.at + schedule.remindEveryMs,
    reminderCount: 0,
    escalationLevel: 0,
    votes: [],
    failedChannels: [],
    healedChannels: [],
    lastEventAt: event.at,
    work: { ...emptyWork, copies: addCopies([], event.channels, event.at) },
  };
}

const emptyWork: Work = {
  installation: null,
  copies: [],
  unchecked: [],
  notices: [],
  delivery: null,
  lastActions: [],
  contextRef: null,
  keyReleased: false,
  setAside: false,
  nextNoticeId: 1,
  showCheckingAt: null,
};

function evolvePending(approval: PendingApproval, event: HistoryEvent): Approval {
  switch (event.type) {
    case 'asked':
    case 'delivered':
    case 'delivery_dead':
    case 'redelivered':
    case 'progressed':
    case 'never_shown':
    case 'erased':
      return approval;
    case 'vote_refused':
      return { ...approval };
    case 'amended':
      return applyAmended(approval, event);
    case 'voted':
      return applyVoted(approval, event);
    case 'escalated':
      return applyEscalated(approval, event);
    case 'reminded':
      return approval.remindAt === null ? approval : applyReminded(approval, event.at);
    case 'card_failed':
      return { ...approval, failedChannels: [...approval.failedChannels, event.channelId] };
    case 'card_healed':
      return { ...approval, healedChannels: [...approval.healedChannels, event.channelId] };
    case 'decided':
      return endPending(approval, event.outcome, event.at, {
        by: event.by,
        reasonRef: event.reasonRef,
        cause: event.cause,
        withdrawnBy: null,
      });
    case 'withdrawn':
      return endPending(approval, 'withdrawn', event.at, {
        by: [],
        reasonRef: event.reasonRef,
        cause: 'withdrawal',
        withdrawnBy: event.by,
      });
    default:
      // a record of a newer release can hold an event that this one does not know
      event satisfies never;
      return approval;
  }
}

/** Updates the cards, and resumes the work on a record that was set aside: a vote or an amendment is a reason to try again. */
function syncAndResume(work: Work, at: number): Work {
  return { ...work, copies: wantSync(work.copies, at), setAside: false };
}

function applyVoted(approval: PendingApproval, event: EventOf<'voted'>): PendingApproval {
  if (approval.votes.some((vote) => isSamePerson(vote.by, event.vote.by))) return approval;
  // entries of schema version 1 lack choice and stage
  const vote = { ...event.vote, choice: event.vote.choice ?? null, stage: event.vote.stage ?? null };
  return { ...approval, votes: [...approval.votes, vote], work: syncAndResume(approval.work, event.at) };
}

/** Updates every card, because only an update shows that a message was deleted in Slack. */
function applyReminded(approval: PendingApproval, at: number): PendingApproval {
  const work = { ...approval.work, copies: wantSync(approval.work.copies, at) };
  return { ...approval, reminderCount: approval.reminderCount + 1, remindAt: nextReminderAt(approval, at), work };
}

function applyEscalated(approval: PendingApproval, event: EventOf<'escalated'>): PendingApproval {
  if (event.level !== approval.escalationLevel + 1) return approval;
  const copies = addCopies(wantSync(approval.work.copies, event.at), event.channels, event.at);
  return { ...approval, escalationLevel: event.level, work: { ...approval.work, copies } };
}

function applyAmended(approval: PendingApproval, event: EventOf<'amended'>): PendingApproval {
  return {
    ...approval,
    revision: event.revision,
    policy: event.policy,
    steps: event.steps,
    amenders: addAmender(approval.amenders, event.by),
    votes: [],
    work: { ...syncAndResume(approval.work, event.at), unchecked: [], showCheckingAt: null },
  };
}

function endPending(
  approval: PendingApproval,
  outcome: DecidedApproval['status'],
  at: number,
  fact: Omit<DecisionFact, 'outcome' | 'decidedAt'>,
): DecidedApproval {
  const { work, policy } = approval;
  const isDelivered = policy.delivers !== false;
  return {
    // written before the spread: V8 adds these four to a copy more slowly than it copies twenty
    decision: { outcome, decidedAt: at, ...fact },
    delivery: {
      state: isDelivered ? 'owed' : 'none',
      deliverBy: at + approval.policy.deliverWithinMs,
      reason: null,
      settledAt: null,
      resultRef: null,
    },
    progress:
      outcome === 'approved'
        ? approval.steps.map((step) => ({ step, state: 'pending', at: null, detailRef: null }))
        : [],
    erasedAt: null,
    ...approval,
    status: outcome,
    remindAt: null,
    work: {
      ...work,
      copies: wantSync(dropUnposted(work.copies), at),
      // a decided approval sends no reminders
      notices: work.notices.filter((notice) => notice.topic.type !== 'reminder'),
      unchecked: [],
      showCheckingAt: null,
      // only a vote or a withdrawal resumes a record that was set aside
      setAside: work.setAside && fact.cause === 'expiry',
      delivery: isDelivered ? newDelivery(at) : null,
    },
  };
}

function newDelivery(at: number): DeliveryWork {
  return { attemptCount: 0, roundAttempts: 0, shortened: false, nextAt: at, lastReason: null };
}
