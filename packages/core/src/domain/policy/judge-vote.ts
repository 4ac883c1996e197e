import type { Approval, Edit, PendingApproval } from '../model/approval.js';
import { isCardIn } from '../model/copies.js';
import { isElsewhere } from '../model/installation.js';
import { limits } from '../model/limits.js';
import { unmarked } from '../model/live-text.js';
import type { Person } from '../model/person.js';
import type { FactNeeded } from '../model/policy.js';
import { notFound, type Refusal, refusal } from '../model/refusal.js';
import { copiesOfStage } from '../model/stage.js';
import { admitVoter } from './admit-voter.js';
import { choicesOf, inputsOf, isOffered, reasonRuleOf } from './choices.js';
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
  const { by, answer, choice, channelId, installation } = vote;
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
      return refuse(explainObjection(weighed.code, approval));
    case 'refused': {
      const voter = { person: by, answer, choice, onCard: isCardIn(current.work.copies, channelId) };
      const why = explainVerdict(explainAdmission(weighed, approval, voter), current);
      return { answer: 'refused', refusal: why, isForVoter: true };
    }
    default:
      return weighed;
  }
}

/**
 * A rejection ends the question in whichever stage it is, if that one has the same answer; an approval counts only in the stage whose
 * card was seen.
 */
function isOfOtherStage(approval: PendingApproval, vote: ProposedVote): boolean {
  const { stage, revision } = approval;
  const { answer, digest, seenStage } = vote;
  if (digest !== revision.digest || stage === undefined || seenStage === undefined) return false;
  return seenStage !== stage.number && (answer === 'approve' || !isOffered(approval, vote));
}

const stageChanged = refusal('stage_changed', {});

function refuse(why: Refusal): Judgement {
  return { answer: 'refused', refusal: why, isForVoter: false };
}

/** Why a vote of a person who has answered does not replace their answer: it is the same, or there were too many. */
function whyNotChange(approval: PendingApproval, vote: ProposedVote): Refusal | null {
  const { by, answer, choice = null, reason } = vote;
  const newest = openAnswers(approval, by).at(-1);
  if (newest === undefined) return null;
  const isOther = answer !== newest.answer || choice !== newest.choice || isNewEdit(approval, vote, newest);
  const mayBeNew = reason === 'form_opens' || (typeof reason === 'object' && reason.ref !== newest.reasonRef);
  if (isOther || (mayBeNew && reasonRuleOf(approval, vote) !== 'none')) return whyTooManyChanges(approval, by);
  return refusal('already_voted', { state: 'voteId' in newest ? 'being_checked' : 'counted' });
}

/** Whether they approve something else than before, or a form asks what. */
function isNewEdit(
  approval: PendingApproval,
  { answer, reason, edit }: ProposedVote,
  newest: { readonly edit?: Edit },
): boolean {
  if (answer !== 'approve' || inputsOf(approval) === undefined) return false;
  return reason === 'form_opens' || edit?.payloadRef !== newest.edit?.payloadRef;
}

/** Why a person can't change their answer or take it back once more; null: they can. */
export function whyTooManyChanges({ work }: PendingApproval, person: Person): Refusal | null {
  if (changeCountOf(work, person) >= limits.changes)
    return refusal('too_many_changes', { limit: limits.changes, by: 'you' });
  return changeCount(work) < limits.allChanges
    ? null
    : refusal('too_many_changes', { limit: limits.allChanges, by: 'all' });
}

/** Why the vote cannot be cast, no matter who casts it. */
function explainObjection(code: ObjectionCode, approval: PendingApproval): Refusal {
  switch (code) {
    case 'expired':
      return refusal(code, { cause: 'being_checked' });
    case 'unknown_choice': {
      const choices = choicesOf(approval)?.map(({ id, label }) => ({ id, label: unmarked(label) })) ?? null;
      return refusal(code, { choices });
    }
    case 'too_many_votes':
      return refusal(code, { limit: limits.votes });
    default:
      return refusal(code, {});
  }
}
