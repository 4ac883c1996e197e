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
export async function castVote(call: Pick<Call<unknown>, 'app' | 'slack' | 'exchange'>, ballot: Ballot): Promise<Cast> {
  const { app, exchange } = call;
  const parts = ballot.reason === null ? [] : [newPart(ballot.reason)];
  const voteId = randomUUID();
  const isFormNeeded = (loaded: Loaded): boolean => ballot.reason === null && ballot.isFormNeeded?.(loaded) === true;
  const decide = (loaded: Loaded, now: number): Decided => {
    const command = commandOf(call, ballot, loaded, { reasonRef: parts[0]?.ref ?? null, voteId, now });
    // not `decide`, so that a click does not load the code of all other commands
    return (isFormNeeded(loaded) ? decideForm : decideVote)(command, loaded.record.approval);
  };
  const committed = await commitInTime(call, ballot.approvalId, {
    decide: (loaded, now) => {
      const decided = decide(loaded, now);
      return decided.refusal === null ? { ...decided, parts } : { events: [], refusal: decided.refusal };
    },
  });
  /** Stores the refusal, an expiry that was due, and a copy of the card that was not known. */
  const storeRefusal = async (): Promise<void> => {
    const stored = await commit(app, ballot.approvalId, {
      // if the vote would count by now, do nothing: the person was told that it was refused
      decide: (loaded, now) => {
        const decided = decide(loaded, now);
        return decided.refusal === null ? { events: [], refusal: null } : decided;
      },
      exchange,
      maxConflicts: 5,
    });
    if (stored.type === 'done') await stored.handedOver;
  };
  return toCast(call, ballot, committed, { isFormNeeded, storeRefusal });
}

interface Next {
  readonly isFormNeeded: (loaded: Loaded) => boolean;
  readonly storeRefusal: () => Promise<void>;
}

function toCast(
  { app }: Pick<Call<unknown>, 'app'>,
  ballot: Ballot,
  committed: Committed,
  { isFormNeeded, storeRefusal }: Next,
): Cast {
  const refuseVote = (why: Refusal, loaded: Loaded | null): Cast => {
    tellVoteRefused(app, { approvalId: ballot.approvalId, by: ballot.by, ...why });
    return {
      type: 'refused',
      refusal: why,
      loaded,
      storeRefusal: loaded === null ? async () => undefined : storeRefusal,
    };
  };
  switch (committed.type) {
    case 'newer':
      return { type: 'newer' };
    case 'corrupt':
      app.log.error('corrupt', 'a stored approval cannot be read; nobody can answer it', {
        approvalId: ballot.approvalId,
      });
      return refuseVote(refusal('not_found', unreadable.corrupt), null);
    case 'missing':
      return refuseVote(notFound, null);
    default: {
      const { loaded } = committed;
      if (committed.refusal !== null) return refuseVote(explainEnd(committed.refusal, loaded.record), loaded);
      return { type: isFormNeeded(loaded) ? 'form' : 'counted', loaded };
    }
  }
}

function commandOf(
  { slack }: Pick<Call<unknown>, 'slack'>,
  ballot: Ballot,
  { record: { approval } }: Loaded,
  { reasonRef, voteId, now }: { readonly reasonRef: string | null; readonly voteId: string; readonly now: number },
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
