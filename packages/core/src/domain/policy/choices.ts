import type { Inputs } from '../model/input.js';
import type { Answer, Choice, CountedVote, PolicySubject, ReasonRule } from '../model/policy.js';
import { nextStage } from '../model/stage.js';
import { outcomeOf } from './quorum.js';

/** What a vote says. `choice` is null where the kind has none, and undefined where it does not matter which one it is. */
interface Said {
  readonly answer: Answer;
  readonly choice?: string | null | undefined;
}

type Choosing = Pick<PolicySubject, 'policy' | 'stage'>;

/** The answers that people choose from now; undefined: they approve or reject, as in every stage but the last. */
export function choicesOf(subject: Choosing): readonly Choice[] | undefined {
  return nextStage(subject) === null ? subject.policy.choices : undefined;
}

/** What an approver may change now; undefined: nothing. */
export function inputsOf(subject: Choosing): Inputs | undefined {
  return nextStage(subject) === null ? subject.policy.inputs : undefined;
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
export interface Deciding<Vote> {
  readonly outcome: 'approved' | 'rejected';
  readonly votes: readonly Vote[];
}

/** The votes that decide; null while more are needed. Approvals count for each choice alone, rejections together. */
export function decidingVotes<Vote extends CountedVote>(
  subject: PolicySubject,
  votes: readonly Vote[],
): Deciding<Vote> | null {
  const against = votes.filter(({ counts }) => counts === 'against');
  if (outcomeOf({ ...subject, votes: against }) === 'rejected') return { outcome: 'rejected', votes: against };
  const last = votes.find((vote, index) => {
    const soFar = approvalsFor(vote, votes.slice(0, index + 1));
    return outcomeOf({ ...subject, votes: soFar }) === 'approved';
  });
  return last === undefined ? null : { outcome: 'approved', votes: approvalsFor(last, votes) };
}

/** The approvals for the choice of a vote. */
function approvalsFor<Vote extends CountedVote>({ choice }: Vote, votes: readonly Vote[]): readonly Vote[] {
  return votes.filter((vote) => vote.counts === 'for' && vote.choice === choice);
}
