import { randomUUID } from 'node:crypto';
import { decideForm, decideVote } from '../domain/decide/decide-vote.js';
import type { CastVote } from '../domain/model/commands.js';
import type { Installation } from '../domain/model/installation.js';
import type { Person } from '../domain/model/person.js';
import type { Answer } from '../domain/model/policy.js';
import { type Decided, notFound, type Refusal, refusal } from '../domain/model/refusal.js';
import { tellVoteRefused } from '../events/tell-listeners.js';
import { cachedFacts, groupIdsOf } from '../people/facts.js';
import { knownInstallation } from '../people/known-installation.js';
import type { Loaded } from '../record/loaded.js';
import { newPart } from '../record/parts.js';
import type { Call } from '../runtime/call.js';
import { type Committed, commit, commitInTime } from '../storage/commit.js';
import { explainEnd, unreadable } from '../views/explain-end.js';

/** One person's vote, from a button, a form or a program. */
export interface Ballot {
  readonly approvalId: string;
  readonly digest: string;
  readonly by: Person;
  readonly answer: Answer;
  readonly reason: string | null;
  /** How the vote came, for the record. */
  readonly via: string;
  /** The message that was clicked; null: not known. */
  readonly seen: CastVote['seen'];
  readonly actionTs: string | null;
  readonly installation: Installation | null;
  /** Whether a form has to be filled in first, if there is no reason yet. @default never */
  readonly isFormNeeded?: (loaded: Loaded) => boolean;
}

export type Cast =
  | { readonly type: 'counted'; readonly loaded: Loaded }
  | {
      readonly type: 'refused';
      readonly refusal: Refusal;
      readonly loaded: Loaded | null;
      readonly storeRefusal: () => Promise<void>;
    }
  /** A form has to be filled in first. Nothing was stored. */
  | { readonly type: 'form'; readonly loaded: Loaded }
  | { readonly type: 'newer' };

/**
 * Casts a vote with one write. It does not store a refusal: respond to Slack first, then call `storeRefusal`, best effort.
 *
 * @throws {SlackApprovalError} store_conflict, store_timeout — the vote was not stored in time
 */
export async function castVote(call: Caster, ballot: Ballot): Promise<Cast> {
  const parts = ballot.reason === null ? [] : [newPart(ballot.reason)];
  const casting: Casting = { call, ballot, reasonRef: parts[0]?.ref ?? null, voteId: randomUUID() };
  const committed = await commitInTime(call, ballot.approvalId, {
    decide(loaded, now) {
      const decided = decideBallot(casting, loaded, now);
      return decided.refusal === null ? { ...decided, parts } : { events: [], refusal: decided.refusal };
    },
  });
  return toCast(casting, committed);
}

type Caster = Pick<Call<unknown>, 'app' | 'slack' | 'exchange'>;

/** A ballot that is being cast: every attempt to store it uses the same ids. */
interface Casting {
  readonly call: Caster;
  readonly ballot: Ballot;
  readonly reasonRef: string | null;
  readonly voteId: string;
}

function decideBallot(casting: Casting, loaded: Loaded, now: number): Decided {
  // not `decide`, so that a click does not load the code of all other commands
  return (isFormNeeded(casting, loaded) ? decideForm : decideVote)(
    commandOf(casting, loaded, now),
    loaded.record.approval,
  );
}

function isFormNeeded({ ballot }: Casting, loaded: Loaded): boolean {
  return ballot.reason === null && ballot.isFormNeeded?.(loaded) === true;
}

/** Stores the refusal, an expiry that was due, and a copy of the card that was not known. */
async function storeRefusal(casting: Casting): Promise<void> {
  const { app, exchange } = casting.call;
  const stored = await commit(app, casting.ballot.approvalId, {
    // if the vote would count by now, do nothing: the person was told that it was refused
    decide(loaded, now) {
      const decided = decideBallot(casting, loaded, now);
      return decided.refusal === null ? { events: [], refusal: null } : decided;
    },
    exchange,
    maxConflicts: 5,
  });
  if (stored.type === 'done') await stored.handedOver;
}

function toCast(casting: Casting, committed: Committed): Cast {
  switch (committed.type) {
    case 'newer':
      return { type: 'newer' };
    case 'corrupt':
      casting.call.app.log.error('corrupt', 'a stored approval cannot be read; nobody can answer it', {
        approvalId: casting.ballot.approvalId,
      });
      return refuseVote(casting, refusal('not_found', unreadable.corrupt), null);
    case 'missing':
      return refuseVote(casting, notFound, null);
    default: {
      const { loaded } = committed;
      if (committed.refusal !== null) return refuseVote(casting, explainEnd(committed.refusal, loaded.record), loaded);
      return { type: isFormNeeded(casting, loaded) ? 'form' : 'counted', loaded };
    }
  }
}

function refuseVote(casting: Casting, why: Refusal, loaded: Loaded | null): Cast {
  const { call, ballot } = casting;
  tellVoteRefused(call.app, { approvalId: ballot.approvalId, by: ballot.by, ...why });
  return {
    type: 'refused',
    refusal: why,
    loaded,
    storeRefusal: loaded === null ? async () => undefined : () => storeRefusal(casting),
  };
}

function commandOf(
  { call: { slack }, ballot, reasonRef, voteId }: Casting,
  { record: { approval } }: Loaded,
  now: number,
): CastVote {
  const { by, answer, digest, via, seen, actionTs } = ballot;
  const installation = approval.work.installation ?? knownInstallation(slack);
  const facts = cachedFacts(slack, { person: by, groupIds: groupIdsOf(approval), installation });
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
