import type { Approval, DecidedApproval, DecisionFact, PendingApproval, Work } from '../model/approval.js';
import { dropUnposted, wantSync } from '../model/copies.js';
import type { EventOf, HistoryEvent } from '../model/events.js';
import { isSamePerson } from '../model/person.js';

/** The events of a vote that is taken. Only these load before a click is answered. */
export type VoteEvent = EventOf<'voted' | 'decided' | 'never_shown' | 'vote_received' | 'acted' | 'notice_owed'>;

/** How long a vote waits to be checked before the card shows it. */
const checkingShowsAfterMs = 3_000;

/** The maximum number of people whose newest action is kept to recognise repeats. */
const maxLastActions = 120;

/** `evolve` for the events of a vote. */
export function evolveVote(approval: Approval, event: VoteEvent): Approval {
  switch (event.type) {
    case 'vote_received':
      return approval.status === 'pending' ? { ...approval, work: applyVoteReceived(approval.work, event) } : approval;
    case 'acted':
      return { ...approval, work: { ...approval.work, lastActions: rememberAction(approval.work.lastActions, event) } };
    case 'notice_owed':
      return { ...approval, work: applyNoticeOwed(approval.work, event) };
    default:
      return enter(approval, applyEntry(approval, event), event);
  }
}

export function evolveVotes(approval: Approval, events: readonly VoteEvent[]): Approval {
  return events.reduce(evolveVote, approval);
}

/** Notes when the history got its last entry. An event that does not fit is no entry. */
export function enter(before: Approval, after: Approval, { at }: HistoryEvent): Approval {
  return after === before ? before : { ...after, lastEventAt: at };
}

function applyEntry(approval: Approval, event: EventOf<'voted' | 'decided' | 'never_shown'>): Approval {
  if (event.type === 'never_shown') return approval.status === 'pending' ? approval : applyNeverShown(approval);
  if (approval.status !== 'pending') return approval;
  if (event.type === 'voted') return applyVoted(approval, event);
  const { by, reasonRef, cause, choice } = event;
  return endPending(approval, event.outcome, event.at, {
    ...{ by, reasonRef, cause, withdrawnBy: null },
    ...(choice === undefined ? {} : { choice }),
  });
}

function applyVoteReceived(work: Work, event: EventOf<'vote_received'>): Work {
  const unchecked = [...work.unchecked, event.vote];
  const showCheckingAt = work.unchecked.length > 0 ? work.showCheckingAt : event.at + checkingShowsAfterMs;
  // the card already shows how many votes are being checked, and there is one more
  const copies = showCheckingAt === null ? wantSync(work.copies, event.at) : work.copies;
  return { ...work, unchecked, showCheckingAt, copies, setAside: false };
}

function rememberAction(actions: Work['lastActions'], event: EventOf<'acted'>): Work['lastActions'] {
  const others = actions.filter(([userId]) => userId !== event.userId);
  return [...others, [event.userId, event.actionTs] as const].slice(-maxLastActions);
}

function applyNoticeOwed(work: Work, event: EventOf<'notice_owed'>): Work {
  const notice = {
    noticeId: work.nextNoticeId,
    to: event.to,
    topic: event.topic,
    nextAt: event.at,
    attemptCount: 0,
    until: event.until,
  };
  return { ...work, notices: [...work.notices, notice], nextNoticeId: work.nextNoticeId + 1 };
}

function applyNeverShown(approval: DecidedApproval): DecidedApproval {
  const { decision } = approval;
  return decision.neverShown === true ? approval : { ...approval, decision: { ...decision, neverShown: true } };
}

/** Updates the cards, and resumes the work on a record that was set aside: a vote or an amendment is a reason to try again. */
export function syncAndResume(work: Work, at: number): Work {
  return { ...work, copies: wantSync(work.copies, at), setAside: false };
}

function applyVoted(approval: PendingApproval, event: EventOf<'voted'>): PendingApproval {
  // entries of schema version 1 lack choice and stage
  const vote = { ...event.vote, choice: event.vote.choice ?? null, stage: event.vote.stage ?? null };
  // a vote of a finished stage stays beside a veto of the same person
  const others = approval.votes.filter(({ by, stage }) => !isSamePerson(by, vote.by) || stage !== vote.stage);
  return { ...approval, votes: [...others, vote], work: syncAndResume(approval.work, event.at) };
}

export function endPending(
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
      // a decided approval sends no reminders, nor what else asks in a thread
      notices: work.notices.filter((notice) => notice.to.type !== 'thread'),
      unchecked: [],
      showCheckingAt: null,
      // only a vote or a withdrawal resumes a record that was set aside
      setAside: work.setAside && fact.cause === 'expiry',
      delivery: isDelivered
        ? { attemptCount: 0, roundAttempts: 0, shortened: false, nextAt: at, lastReason: null }
        : null,
    },
  };
}
