import type { Revision, UncheckedVote, Vote } from '../model/approval.js';
import type { ApprovalEvent, EventOf } from '../model/events.js';
import type { Installation } from '../model/installation.js';
import type { Person } from '../model/person.js';
import type { Facts, Policy, Schedule, StagePolicy } from '../model/policy.js';
import { user } from '../policy/rules.js';

/** The instant at which the approval is asked. */
export const now = Date.UTC(2026, 0, 1, 10);

export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

export const here: Installation = { appId: 'A0PIZZA', teamId: 'T0HOME', enterpriseId: null };

export function person(userId: string, teamId: string | null = 'T0HOME'): Person {
  return { userId, teamId, enterpriseId: null };
}

export const alice = person('U0ALICE');
export const bob = person('U0BOB');
export const carol = person('U0CAROL');
/** The person who asks. */
export const dave = person('U0DAVE');

/** The facts about a person who may vote: a full member of the workspace. */
export function insider(groups: Facts['groups'] = {}): Facts {
  return { groups, person: { guest: false, bot: false, deleted: false }, outsider: false };
}

export function aSchedule(change: Partial<Schedule> = {}): Schedule {
  return { expiresInMs: 30 * minute, onExpiry: 'expire', remindEveryMs: null, escalate: [], ...change };
}

/** Any one of Alice, Bob and Carol decides, within 30 minutes. */
export function aPolicy(change: Partial<Policy> = {}): Policy {
  return {
    approvers: [user('U0ALICE'), user('U0BOB'), user('U0CAROL')],
    quorum: { approve: 1, reject: 1 },
    allowSelfApproval: false,
    reason: { approve: 'none', reject: 'optional' },
    schedule: aSchedule(),
    deliverWithinMs: 75.6 * hour,
    keyForMs: day,
    retainForMs: 90 * day,
    notify: 'requester',
    fallbackChannel: null,
    ...change,
  };
}

/** Alice or Bob decide it. */
export function aStage(change: Partial<StagePolicy> = {}): StagePolicy {
  const rest = { quorum: 1, channels: [], expiresInMs: null, escalate: [] };
  return { name: 'Security', approvers: [user('U0ALICE'), user('U0BOB')], ...rest, ...change };
}

/** Security decides, then Operations: Bob or Carol. */
export function aStagedPolicy(change: Partial<Policy> = {}): Policy {
  const operations = aStage({ name: 'Operations', approvers: [user('U0BOB'), user('U0CAROL')] });
  return aPolicy({ approvers: [], stages: [aStage(), operations], ...change });
}

export function stageBegun(change: Partial<EventOf<'stage_begun'>> = {}): EventOf<'stage_begun'> {
  return { type: 'stage_begun', at: now, number: 2, name: 'Operations', channels: [], ...change };
}

export function aRevision(change: Partial<Revision> = {}): Revision {
  return {
    number: 1,
    digest: 'sha256:one',
    payloadRef: 'payload-1',
    contentRef: 'content-1',
    previousContentRef: null,
    ...change,
  };
}

export function asked(change: Partial<EventOf<'asked'>> = {}): EventOf<'asked'> {
  return {
    type: 'asked',
    at: now,
    id: 'aone',
    namespace: 'default',
    kind: 'pizza-order',
    key: 'oven-3',
    keyNumber: 1,
    requester: 'alertmanager',
    revision: aRevision(),
    policy: aPolicy(),
    steps: ['prep', 'bake'],
    channels: ['C0OVEN'],
    ...change,
  };
}

/** The card is posted as message `ts`, and is up to date. */
export function posted(
  change: { copyId?: number; channelId?: string; ts?: string; shown?: number } = {},
): ApprovalEvent {
  const { copyId = 1, channelId = 'C0OVEN', ts = '100.1', shown = 1 } = change;
  return { type: 'copy_changed', at: now, copyId, change: { channelId, ts, shown, nextAt: now, syncedAt: now } };
}

export const installed: ApprovalEvent = { type: 'installed', at: now, installation: here };

export function voted(by: Person, change: Partial<Vote> = {}): EventOf<'voted'> {
  const answer = change.answer ?? 'approve';
  const counts = answer === 'approve' ? 'for' : 'against';
  const vote: Vote = {
    ...{ by, answer, counts, choice: null, stage: null, group: null },
    ...{ reasonRef: null, votedAt: now, via: 'button', ...change },
  };
  return { type: 'voted', at: vote.votedAt, vote };
}

export function received(by: Person, change: Partial<UncheckedVote> = {}): EventOf<'vote_received'> {
  const votedAt = change.votedAt ?? now;
  return {
    type: 'vote_received',
    at: votedAt,
    vote: {
      voteId: `vote of ${by.userId}`,
      by,
      answer: 'approve',
      choice: null,
      stage: null,
      reasonRef: null,
      votedAt,
      via: 'button',
      onCard: true,
      channelId: 'C0OVEN',
      nextAt: votedAt,
      attemptCount: 0,
      ...change,
    },
  };
}

export function decided(change: Partial<EventOf<'decided'>> = {}): EventOf<'decided'> {
  return { type: 'decided', at: now, outcome: 'approved', by: [alice], reasonRef: null, cause: 'votes', ...change };
}

export function withdrawn(change: Partial<EventOf<'withdrawn'>> = {}): EventOf<'withdrawn'> {
  return { type: 'withdrawn', at: now, by: 'alertmanager', reasonRef: null, ...change };
}

export function delivered(at: number = now): ApprovalEvent {
  return { type: 'delivered', at, attempt: 1 };
}

export function dead(at: number = now): ApprovalEvent {
  return { type: 'delivery_dead', at, reason: 'status 410', attempt: 1 };
}

export function erased(at: number = now): ApprovalEvent {
  return { type: 'erased', at };
}

export function redelivered(at: number = now): ApprovalEvent {
  return { type: 'redelivered', at, by: null };
}

export const reminded: ApprovalEvent = { type: 'reminded', at: now };

export const setAside: ApprovalEvent = { type: 'set_aside', at: now };
