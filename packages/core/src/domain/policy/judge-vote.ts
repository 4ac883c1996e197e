import type { Approval, PendingApproval } from '../model/approval.js';
import { isCardIn } from '../model/copies.js';
import { isElsewhere } from '../model/installation.js';
import { limits } from '../model/limits.js';
import type { Person } from '../model/person.js';
import type { FactNeeded } from '../model/policy.js';
import { notFound, type Refusal, refusal } from '../model/refusal.js';
import { copiesOfStage } from '../model/stage.js';
import { admitVoter } from './admit-voter.js';
import { explainVerdict, whyOver } from './explain-refusal.js';
import { explainAdmission } from './may-vote.js';
import { changeCount, changeCountOf, openAnswers, ownAnswers, withoutAnswers } from './own-answers.js';
import { type ObjectionCode, type ProposedVote, weighVote } from './weigh-vote.js';

/** Whether a vote would count: yes, no and why, or which facts are needed to tell. */
export type Judgement =
  | { readonly answer: 'allowed'; readonly group: string | null; readonly isVeto?: true }
  /** `isForVoter`: the policy refuses this person; otherwise nobody could cast this vote now. */
  | { readonly answer: 'refused'; readonly refusal: Refusal; readonly isForVoter: boolean }
  | { readonly answer: 'unknown'; readonly needs: readonly FactNeeded[] };

/**
 * Says whether a vote would count, without casting it. Give an approval that is up to date: what time has decided by `now` is decided.
 */
export function judgeVote(approval: Approval, vote: ProposedVote, now: number): Judgement {
  const { by, answer, channelId, installation } = vote;
  if (isElsewhere(installation, approval.work.installation)) return refuse(notFound);
  if (approval.status !== 'pending') return refuse(whyOver(approval, by));
  const unchanged = whyNotChange(approval, vote);
  if (unchanged !== null) return refuse(unchanged);
  // a person who voted in that stage is told so instead
  if (isOfOtherStage(approval, vote) && ownAnswers(approval, by).length === 0) return refuse(stageChanged);
  // only a card of the current stage makes a channel's members its approvers
  const current = { ...approval, work: { ...approval.work, copies: copiesOfStage(approval) } };
  const weighed = weighVote(withoutAnswers(current, by), vote, now, admitVoter);
  switch (weighed.answer) {
    case 'objection':
      return refuse(refusal(weighed.code, explainObjection(weighed.code)));
    case 'refused': {
      const voter = { person: by, answer, onCard: isCardIn(current.work.copies, channelId) };
      const why = explainVerdict(explainAdmission(weighed, approval, voter), current);
      return { answer: 'refused', refusal: refusal(weighed.code, why), isForVoter: true };
    }
    default:
      return weighed;
  }
}

/** A rejection ends the question in whichever stage it is; an approval counts only in the stage whose card was seen. */
function isOfOtherStage({ stage, revision }: PendingApproval, { answer, digest, seenStage }: ProposedVote): boolean {
  if (answer === 'reject' || digest !== revision.digest || stage === undefined) return false;
  return seenStage !== undefined && seenStage !== stage.number;
}

const stageChanged = refusal(
  'stage_changed',
  'The stage that you saw is over. Please look at the card again: it says who decides now.',
);

function refuse(why: Refusal): Judgement {
  return { answer: 'refused', refusal: why, isForVoter: false };
}

/** Why a vote of a person who has answered does not replace their answer: it is the same, or there were too many. */
function whyNotChange(approval: PendingApproval, { by, answer, reason }: ProposedVote): Refusal | null {
  const newest = openAnswers(approval, by).at(-1);
  if (newest === undefined) return null;
  const isNewReason = typeof reason === 'object' && reason.ref !== newest.reasonRef;
  if (answer !== newest.answer || (isNewReason && approval.policy.reason[answer] !== 'none'))
    return whyTooManyChanges(approval, by);
  return refusal(
    'already_voted',
    'voteId' in newest ? 'Your answer is in and is being checked.' : 'Your answer is in.',
  );
}

/** Why a person can't change their answer or take it back once more; null: they can. */
export function whyTooManyChanges({ work }: PendingApproval, person: Person): Refusal | null {
  if (changeCountOf(work, person) >= limits.changes)
    return refusal(
      'too_many_changes',
      `You have changed your answer ${limits.changes} times. It can't be changed any more.`,
    );
  if (changeCount(work) < limits.allChanges) return null;
  return refusal(
    'too_many_changes',
    `Answers to this were changed ${limits.allChanges} times. They can't be changed any more.`,
  );
}

/** Why the vote cannot be cast, no matter who casts it. */
function explainObjection(code: ObjectionCode): string {
  switch (code) {
    case 'expired':
      return 'The time to answer is over. An answer given in time is still being checked.';
    case 'revision_changed':
      return 'This was changed after you saw it. Please look at the card again and then decide.';
    case 'reason_required':
      return 'Please give a reason with this answer.';
    case 'too_many_votes':
      return `This approval already has ${limits.votes} answers.`;
  }
}
