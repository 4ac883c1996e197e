import type { Approval, PendingApproval, Work } from '../model/approval.js';
import { addCopies, wantSync } from '../model/copies.js';
import type { EventOf, HistoryEvent } from '../model/events.js';
import { addAmender, isSamePerson } from '../model/person.js';
import { placesIn } from '../model/place.js';
import { currentStage } from '../model/stage.js';
import { nextReminderAt } from '../time/schedule.js';
import { evolveDecided } from './evolve-decided.js';
import { applyStageBegun, beginFirstStage } from './evolve-stage.js';
import { endPending, enter, evolveVote, syncAndResume } from './evolve-vote.js';

/** Applies one event of the history. */
export function evolveHistory(approval: Approval, event: HistoryEvent): Approval {
  if (event.type === 'voted' || event.type === 'decided' || event.type === 'never_shown')
    return evolveVote(approval, event);
  const evolved = approval.status === 'pending' ? evolvePending(approval, event) : evolveDecided(approval, event);
  return enter(approval, evolved, event);
}

type OtherEvent = Exclude<HistoryEvent, { type: 'voted' | 'decided' | 'never_shown' }>;

/** Creates the approval. */
export function fromAsked(event: EventOf<'asked'>): PendingApproval {
  const { schedule } = event.policy;
  return beginFirstStage({
    status: 'pending',
    id: event.id,
    namespace: event.namespace,
    kind: event.kind,
    key: event.key,
    keyNumber: event.keyNumber,
    requester: event.requester,
    ...(event.onBehalfOf === undefined ? {} : { onBehalfOf: event.onBehalfOf }),
    askedAt: event.at,
    amenders: [],
    revision: event.revision,
    policy: event.policy,
    steps: event.steps,
    ...(event.troubleChannel === undefined ? {} : { troubleChannel: event.troubleChannel }),
    expiresAt: schedule.expiresInMs === null ? null : event.at + schedule.expiresInMs,
    remindAt: schedule.remindEveryMs === null ? null : event.at + schedule.remindEveryMs,
    reminderCount: 0,
    escalationLevel: 0,
    votes: [],
    failedChannels: [],
    healedChannels: [],
    lastEventAt: event.at,
    work: { ...emptyWork, copies: addCopies([], placesIn(event), event.at) },
  });
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

function evolvePending(approval: PendingApproval, event: OtherEvent): Approval {
  switch (event.type) {
    case 'asked':
    case 'delivered':
    case 'delivery_dead':
    case 'redelivered':
    case 'progressed':
    case 'erased':
      return approval;
    case 'vote_refused':
    case 'card_moved':
      return { ...approval };
    case 'vote_taken_back':
      return applyTakenBack(approval, event);
    case 'amended':
      return applyAmended(approval, event);
    case 'edited':
      return {
        ...approval,
        revision: event.revision,
        edited: { by: event.by, original: approval.revision },
      };
    case 'escalated':
      return applyEscalated(approval, event);
    case 'stage_begun':
      return applyStageBegun(approval, event);
    case 'reminded':
      return approval.remindAt === null ? approval : applyReminded(approval, event.at);
    case 'card_failed':
      return { ...approval, failedChannels: [...approval.failedChannels, event.channelId] };
    case 'card_healed':
      return { ...approval, healedChannels: [...approval.healedChannels, event.channelId] };
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

/** Updates every card, because only an update shows that a message was deleted in Slack. */
function applyReminded(approval: PendingApproval, at: number): PendingApproval {
  const work = { ...approval.work, copies: wantSync(approval.work.copies, at) };
  return { ...approval, reminderCount: approval.reminderCount + 1, remindAt: nextReminderAt(approval, at), work };
}

function applyEscalated(approval: PendingApproval, event: EventOf<'escalated'>): PendingApproval {
  if (event.level !== approval.escalationLevel + 1) return approval;
  const origin = approval.stage === undefined ? {} : { stage: approval.stage.number };
  const copies = addCopies(wantSync(approval.work.copies, event.at), placesIn(event), event.at, {
    level: event.level,
    ...origin,
  });
  return { ...approval, escalationLevel: event.level, work: { ...approval.work, copies } };
}

function applyTakenBack(approval: PendingApproval, event: EventOf<'vote_taken_back'>): PendingApproval {
  const stage = currentStage(approval)?.name ?? null;
  const votes = approval.votes.filter((vote) => !isSamePerson(vote.by, event.by) || vote.stage !== stage);
  return votes.length === approval.votes.length
    ? approval
    : { ...approval, votes, work: syncAndResume(approval.work, event.at) };
}

function applyAmended(approval: PendingApproval, event: EventOf<'amended'>): PendingApproval {
  const { changes: _, ...work } = syncAndResume(approval.work, event.at);
  return beginFirstStage({
    ...approval,
    lastEventAt: event.at,
    revision: event.revision,
    policy: event.policy,
    steps: event.steps,
    amenders: addAmender(approval.amenders, event.by),
    votes: [],
    work: { ...work, unchecked: [], showCheckingAt: null },
  });
}
