import type { Approval, PendingApproval, UncheckedVote, Vote, Work } from '../model/approval.js';
import { isSamePerson, type Person } from '../model/person.js';

/** A person's answers to the current revision, the newest last: the one that counts, and the one that is being checked. */
export function ownAnswers({ votes, work }: Approval, person: Person): readonly (Vote | UncheckedVote)[] {
  return [...votes, ...work.unchecked].filter((vote) => isSamePerson(vote.by, person));
}

/** The approval as if this person had not answered. Their new answer is judged and counted by it. */
export function withoutAnswers(approval: PendingApproval, person: Person): PendingApproval {
  const isOther = ({ by }: { readonly by: Person }): boolean => !isSamePerson(by, person);
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
