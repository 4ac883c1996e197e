import type { CastVote } from '../domain/model/commands.js';
import type { Installation } from '../domain/model/installation.js';
import type { Person } from '../domain/model/person.js';
import type { Answer } from '../domain/model/policy.js';
import { cachedFacts, groupIdsOf } from '../people/facts.js';
import { knownInstallation } from '../people/known-installation.js';
import type { Loaded } from '../record/loaded.js';
import type { Call } from '../runtime/call.js';
import type { PreparedEdit } from './prepare-edit.js';

/** One person's vote, from a button, a form or a program. */
export interface Ballot {
  readonly approvalId: string;
  readonly digest: string;
  /** The stage that the person saw, from 1. Absent: not known. */
  readonly seenStage?: number | undefined;
  readonly by: Person;
  readonly answer: Answer;
  /** The id of the choice; null: none was given. */
  readonly choice: string | null;
  readonly reason: string | null;
  /** How the vote came, for the record. */
  readonly via: string;
  /** The message that was clicked; null: not known. */
  readonly seen: CastVote['seen'];
  readonly actionTs: string | null;
  readonly installation: Installation | null;
  /** Whether a form has to be filled in first, if there is no reason yet. @default never */
  readonly isFormNeeded?: (loaded: Loaded) => boolean;
  /** What an approver changed. @default nothing */
  readonly edit?: PreparedEdit;
}

export function commandOf(
  { slack }: Pick<Call<unknown>, 'slack'>,
  ballot: Ballot,
  { record: { approval } }: Loaded,
  { reasonRef, voteId, now }: { readonly reasonRef: string | null; readonly voteId: string; readonly now: number },
): CastVote {
  const { by, answer, choice, digest, via, seen, actionTs, seenStage } = ballot;
  const installation = approval.work.installation ?? knownInstallation(slack);
  const facts = cachedFacts(slack, { person: by, groupIds: groupIdsOf(approval), installation });
  return {
    type: 'cast_vote',
    now,
    voteId,
    by,
    answer,
    choice,
    reasonRef,
    digest,
    via,
    seen,
    actionTs,
    installation: ballot.installation,
    facts,
    ...(seenStage && { seenStage }),
  };
}

export function isFormNeeded({ reason, isFormNeeded: isNeeded }: Ballot, loaded: Loaded): boolean {
  return reason === null && isNeeded?.(loaded) === true;
}
