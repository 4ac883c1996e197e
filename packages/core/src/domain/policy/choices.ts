import type { Answer, Choice, CountedVote, PolicySubject, ReasonRule } from '../model/policy.js';
import { outcomeOf } from './quorum.js';

/** What a vote says. `choice` is null where the kind has none, and undefined where it does not matter which one it is. */
interface Said {
  readonly answer: Answer;
  readonly choice?: string | null | undefined;
}

type Choosing = Pick<PolicySubject, 'policy'>;

/** The answers that people choose from now; undefined: they approve or reject. */
export function choicesOf({ policy }: Choosing): readonly Choice[] | undefined {
  return policy.choices;
}

export function choiceOf(subject: Choosing, id: string | null | undefined): Choice | undefined {
  return choicesOf(subject)?.find((choice) => choice.id === id);
}

/** Whether people can give this answer: with choices one of them, without choices none. */
export function isOffered(subject: Choosing, { answer, choice }: Said): boolean {
  if (choice === undefined) return true;
  return choicesOf(subject) === undefined ? choice === null : choiceOf(subject, choice)?.answer === answer;
}

/** Whether a vote needs a reason: the choice's own rule comes before the kind's. */
export function reasonRuleOf(subject: Choosing, { answer, choice }: Said): ReasonRule {
  return choiceOf(subject, choice)?.reason ?? subject.policy.reason[answer];
}

/** How the votes decide, and which of them do. */
interface Deciding<Vote> {
  readonly outcome: 'approved' | 'rejected';
  readonly votes: readonly Vote[];
}

/** The votes that decide; null while more are needed. Approvals count for each choice alone, rejections together. */
export function decidingVotes<Vote extends CountedVote>(
  subject: PolicySubject,
  votes: readonly Vote[],
): Deciding<Vote> | null {
  for (const choice of new Set(votes.map((vote) => vote.choice))) {
    const counted = votes.filter((vote) => vote.counts === 'against' || vote.choice === choice);
    const outcome = outcomeOf({ ...subject, votes: counted });
    if (outcome !== null) {
      const side = outcome === 'approved' ? 'for' : 'against';
      return { outcome, votes: counted.filter((vote) => vote.counts === side) };
    }
  }
  return null;
}
