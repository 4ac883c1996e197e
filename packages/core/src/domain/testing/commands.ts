import type { Amend, Ask, CastVote, CheckVote, Command, CommandOf, TakeBackVote } from '../model/commands.js';
import { alice, aPolicy, aRevision, here, insider, now } from './world.js';

/** Asks for a new approval. */
export function ask(change: Partial<Ask> = {}): Ask {
  return {
    type: 'ask',
    now,
    id: 'aone',
    namespace: 'default',
    kind: 'pizza-order',
    key: 'oven-3',
    keyNumber: 1,
    requester: 'alertmanager',
    revision: aRevision(),
    contextRef: null,
    policy: aPolicy(),
    steps: ['prep', 'bake'],
    channels: ['C0OVEN'],
    installation: null,
    ...change,
  };
}

/** Amends the approval with another payload. */
export function amend(change: Partial<Amend> = {}): Amend {
  return {
    type: 'amend',
    now,
    by: 'alertmanager',
    revision: { digest: 'sha256:two', payloadRef: 'payload-2', contentRef: 'content-2' },
    contextRef: null,
    policy: aPolicy(),
    steps: ['prep', 'bake'],
    samePayload: false,
    ...change,
  };
}

/** Alice clicks Approve on the card, and all facts about her are known. */
export function castVote(change: Partial<CastVote> = {}): CastVote {
  return {
    type: 'cast_vote',
    now,
    voteId: 'vote-1',
    by: alice,
    answer: 'approve',
    reasonRef: null,
    digest: 'sha256:one',
    via: 'button',
    seen: { channelId: 'C0OVEN', messageTs: '100.1', isEphemeral: false },
    actionTs: null,
    installation: here,
    facts: insider(),
    ...change,
  };
}

export function takeBack(change: Partial<TakeBackVote> = {}): TakeBackVote {
  return { type: 'take_back_vote', now, by: alice, actionTs: null, installation: here, ...change };
}

export function checkVote(change: Partial<CheckVote> = {}): CheckVote {
  return {
    type: 'check_vote',
    now,
    voteId: `vote of ${alice.userId}`,
    facts: insider(),
    failed: null,
    afterMs: null,
    ...change,
  };
}

export function withdraw(change: Partial<CommandOf<'withdraw'>> = {}): CommandOf<'withdraw'> {
  return { type: 'withdraw', now, by: 'alertmanager', reasonRef: 'reason-1', releaseKey: false, ...change };
}

export function tick(at: number): Command {
  return { type: 'tick', now: at };
}

export function takeOver(at: number): Command {
  return { type: 'take_over', now: at };
}

export function report(change: Partial<CommandOf<'report'>> = {}): CommandOf<'report'> {
  return {
    type: 'report',
    now,
    step: 'prep',
    state: 'active',
    detailRef: null,
    sameDetail: true,
    historyFull: false,
    ...change,
  };
}

export function redeliver(change: Partial<CommandOf<'redeliver'>> = {}): CommandOf<'redeliver'> {
  return { type: 'redeliver', now, by: null, historyFull: false, ...change };
}

export function erase(at: number): Command {
  return { type: 'erase', now: at };
}

export function recordPost(
  result: CommandOf<'record_post'>['result'],
  change: Partial<CommandOf<'record_post'>> = {},
): CommandOf<'record_post'> {
  return { type: 'record_post', now, copyId: 1, drawn: { wanted: 1, decided: false }, result, ...change };
}

export function recordSync(
  result: CommandOf<'record_sync'>['result'],
  change: Partial<CommandOf<'record_sync'>> = {},
): CommandOf<'record_sync'> {
  return { type: 'record_sync', now, copyId: 1, drawn: { wanted: 2, decided: false }, result, ...change };
}

export function recordNotice(
  result: CommandOf<'record_notice'>['result'],
  change: Partial<CommandOf<'record_notice'>> = {},
): CommandOf<'record_notice'> {
  return { type: 'record_notice', now, noticeId: 1, result, ...change };
}

export function recordDelivery(
  result: CommandOf<'record_delivery'>['result'],
  change: Partial<CommandOf<'record_delivery'>> = {},
): CommandOf<'record_delivery'> {
  return { type: 'record_delivery', now, jitter: 0, result, ...change };
}
