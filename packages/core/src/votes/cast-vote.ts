import { randomUUID } from 'node:crypto';
import { decideVote } from '../domain/decide/decide-vote.js';
import type { CastVote } from '../domain/model/commands.js';
import type { Person } from '../domain/model/person.js';
import type { Answer } from '../domain/model/policy.js';
import type { Decided } from '../domain/model/refusal.js';
import { type Refusal, refusal } from '../domain/model/refusal.js';
import { announceRefusal } from '../events/announce-refusal.js';
import { factsAtHand } from '../people/facts.js';
import { groupIdsOf } from '../people/group-ids.js';
import { knownInstallation } from '../people/installation-of.js';
import type { Installation } from '../ports/slack-transport.js';
import { newPart } from '../record/parts.js';
import { storeAnswersWithinMs, within } from '../runtime/deadline.js';
import { type Exchange, handOver } from '../runtime/exchange.js';
import type { Runtime, SlackAccess } from '../runtime/runtime.js';
import { type Changed, change } from '../storage/change.js';
import type { Loaded } from '../storage/load.js';
import { randomLeaseToken } from '../storage/put-record.js';
import { unreadable } from '../views/unreadable.js';

/** One person's answer, as a surface heard it. */
export interface Ballot {
  readonly approvalId: string;
  readonly digest: string;
  readonly by: Person;
  readonly answer: Answer;
  readonly reason: string | null;
  readonly via: string;
  readonly seen: CastVote['seen'];
  readonly actionTs: string | null;
  readonly installation: Installation | null;
}

export type Cast =
  | { readonly type: 'counted'; readonly loaded: Loaded }
  | {
      readonly type: 'refused';
      readonly refusal: Refusal;
      readonly loaded: Loaded | null;
      readonly storeRefusal: () => Promise<void>;
    }
  /** Before this answer a form has to be filled in; nothing was stored. */
  | { readonly type: 'form'; readonly loaded: Loaded }
  | { readonly type: 'newer' };

const maxConflicts = 5;
/** Stands for the reason that a form will ask for, so that nothing else about the vote is left unchecked. It is never stored. */
const yetToBeGiven = 'yet to be given';

/**
 * Casts a vote by one put. A refusal stores nothing by itself: the caller answers first, then calls `storeRefusal`, best effort.
 *
 * @throws {SlackApprovalError} store_conflict, store_timeout — the store did not take it in time
 */
export async function castVote(
  runtime: Runtime,
  slack: SlackAccess,
  ballot: Ballot,
  exchange: Exchange,
  isFormNeeded: (loaded: Loaded) => boolean,
): Promise<Cast> {
  const parts = ballot.reason === null ? [] : [newPart(ballot.reason)];
  const token = randomLeaseToken();
  const voteId = randomUUID();
  let refused: Refusal | null = null;
  let needsForm = false;
  const deciding = (loaded: Loaded, now: number): Decided => {
    const reasonRef = parts[0]?.ref ?? (isFormNeeded(loaded) ? yetToBeGiven : null);
    // not `decide`: a click then loads what decides votes, and none of the other commands
    return decideVote(commandOf(slack, ballot, loaded, reasonRef, voteId, now), loaded.record.approval);
  };

  const voting = change(runtime, ballot.approvalId, {
    decide: (loaded, now) => {
      const decided = deciding(loaded, now);
      refused = decided.refusal;
      needsForm = refused === null && isFormNeeded(loaded);
      return { events: refused === null && !needsForm ? decided.events : [], refusal: refused, parts };
    },
    lease: exchange.waitUntil === null ? { type: 'leave' } : { type: 'take', token },
    maxConflicts,
  });
  // a store that answers too late for Slack has still stored the vote, and its work is done
  const followed = voting.then((changed) => startWork(runtime, slack, changed, token, exchange).then(() => changed));
  const left = exchange.startedAt + storeAnswersWithinMs - performance.now();
  // what fails here is thrown below as well, and logged where the request is answered
  void runtime.work.track(followed.catch(() => undefined));
  const changed = await within(voting, left, 'The store');
  if (changed.type === 'done' && refused === null && !needsForm) await followed;
  return await toCast(runtime, ballot, changed, needsForm, () =>
    storeLater(runtime, slack, ballot, deciding, exchange),
  );
}

async function toCast(
  runtime: Runtime,
  ballot: Ballot,
  changed: Changed,
  needsForm: boolean,
  storeRefusal: () => Promise<void>,
): Promise<Cast> {
  if (changed.type === 'newer') return { type: 'newer' };
  if (changed.type === 'corrupt')
    runtime.logger.error('slack-approval: a stored approval cannot be read', { approvalId: ballot.approvalId });
  if (changed.type !== 'done') return notFound(runtime, ballot, changed.type === 'corrupt' ? damaged : nothingFound);
  const { loaded } = changed;
  if (changed.refusal !== null) {
    const why = await whyRefused(changed.refusal, loaded);
    announceRefusal(runtime, ballot.approvalId, ballot.by, why);
    return { type: 'refused', refusal: why, loaded, storeRefusal };
  }
  return needsForm ? { type: 'form', loaded } : { type: 'counted', loaded };
}

async function whyRefused(why: Refusal, { record }: Loaded): Promise<Refusal> {
  // what says more is loaded where there is more to say: votes need none of it
  return why.code === 'withdrawn' ? (await import('../views/reason-of-end.js')).withReasonOfEnd(why, record) : why;
}

export const nothingFound = refusal('not_found', 'There is no such approval.');

const damaged = refusal('not_found', unreadable.corrupt);

function notFound(runtime: Runtime, ballot: Ballot, why: Refusal): Cast {
  announceRefusal(runtime, ballot.approvalId, ballot.by, why);
  return { type: 'refused', refusal: why, loaded: null, storeRefusal: async () => undefined };
}

/** Begins the work of a change whose put took the lease, and hands it to the host. */
export async function startWork(
  runtime: Runtime,
  slack: SlackAccess,
  changed: Changed,
  token: string,
  exchange: Exchange,
): Promise<void> {
  if (changed.type !== 'done' || changed.events.length === 0 || changed.loaded.row.leaseToken !== token) return;
  await handOver(runtime, exchange, async (options) => {
    // the work after the answer is not part of what a cold start has to load before it
    const { runOwed } = await import('../work/run-owed.js');
    await runOwed(runtime, slack, changed.loaded, token, options);
  });
}

/** What a refused vote leaves behind (an expiry that was due, a message we did not know, the refusal itself) is stored after the answer. */
async function storeLater(
  runtime: Runtime,
  slack: SlackAccess,
  ballot: Ballot,
  deciding: (loaded: Loaded, now: number) => Decided,
  exchange: Exchange,
): Promise<void> {
  const token = randomLeaseToken();
  const changed = await change(runtime, ballot.approvalId, {
    // a vote that would count by now was not what the person was told
    decide: (loaded, now) => {
      const decided = deciding(loaded, now);
      return decided.refusal === null ? { events: [], refusal: null } : decided;
    },
    lease: exchange.waitUntil === null ? { type: 'leave' } : { type: 'take', token },
    maxConflicts,
  });
  await startWork(runtime, slack, changed, token, exchange);
}

function commandOf(
  slack: SlackAccess,
  ballot: Ballot,
  { record }: Loaded,
  reasonRef: string | null,
  voteId: string,
  now: number,
): CastVote {
  const { by, answer, digest, via, seen, actionTs } = ballot;
  const { approval } = record;
  const installation = approval.work.installation ?? knownInstallation(slack);
  const facts = factsAtHand(slack.facts, by, groupIdsOf(approval), installation);
  return {
    type: 'cast_vote',
    now,
    voteId,
    by,
    answer,
    reasonRef,
    digest,
    via,
    seen,
    actionTs,
    installation: ballot.installation,
    facts,
  };
}
