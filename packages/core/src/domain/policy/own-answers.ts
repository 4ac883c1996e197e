import type { Approval, PendingApproval, UncheckedVote, Vote, Work } from '../model/approval.js';
import { isSamePerson, type Person } from '../model/person.js';
import { currentStage } from '../model/stage.js';

/** A person's answers to the current revision, the newest last: the one that counts, and the one that is being checked. */
export function ownAnswers({ votes, work }: Approval, person: Person): readonly (Vote | UncheckedVote)[] {
  return [...votes, ...work.unchecked].filter((vote) => isSamePerson(vote.by, person));
}

/** Those of them that can still be changed: the votes of a finished stage stand. */
export function openAnswers(approval: Approval, person: Person): readonly (Vote | UncheckedVote)[] {
  const stage = currentStage(approval)?.name ?? null;
  return ownAnswers(approval, person).filter((vote) => vote.stage === stage);
}

/** The approval as if this person had not answered, in the current stage if there are any. Their new answer is judged by it. */
export function withoutAnswers(approval: PendingApproval, person: Person): PendingApproval {
  const stage = currentStage(approval)?.name ?? null;
  const isOther = (vote: Vote | UncheckedVote): boolean => !isSamePerson(vote.by, person) || vote.stage !== stage;
  const { votes, work } = approval;
  return {
    ...approval,
    votes: votes.filter(isOther),
    work: { ...work, unchecked: work.unchecked.filter(isOther) },
  };
}

/** How often a person has changed their answer to the current revision, or taken it back. */
export function changeCountOf({ changes = [] }: Work, { userId }: Person): number {
  return changes.find(([changer]) => changer === userId)?.[1] ?? 0;
}

/** How often everybody together has. */
export function changeCount({ changes = [] }: Work): number {
  return changes.reduce((sum, [, count]) => sum + count, 0);
}
