import type { Approval, PendingApproval } from '../model/approval.js';
import { isCardIn } from '../model/copies.js';
import type { Installation } from '../model/installation.js';
import { isElsewhere, withHome } from '../model/installation.js';
import { limits } from '../model/limits.js';
import { isSamePerson, type Person } from '../model/person.js';
import type { Answer, FactNeeded, Facts } from '../model/policy.js';
import { notFound, type Refusal, refusal } from '../model/refusal.js';
import { isInTime } from '../time/schedule.js';
import { explainVerdict, whyOver } from './explain-refusal.js';
import { mayVote } from './may-vote.js';

/** A vote that a person casts, or could cast. */
export interface ProposedVote {
  readonly by: Person;
  readonly answer: Answer;
  /** The channel whose card they answer on; null: no card. */
  readonly channelId: string | null;
  /** The digest of what they saw; null: they would answer what the card shows now. */
  readonly digest: string | null;
  /** `to_come`: a form would still ask for it. */
  readonly reason: 'given' | 'none' | 'to_come';
  /** Where the interaction came from; null: not from Slack. */
  readonly installation: Installation | null;
  readonly facts: Facts;
}

/** Whether a vote would count: yes, no and why, or which facts are needed to tell. */
export type Judgement =
  | { readonly answer: 'allowed'; readonly group: string | null }
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
  const objection = objectionTo(approval, vote, now);
  if (objection !== null) return refuse(objection);

  const facts = withHome(vote.facts, by, installation, approval.work.installation);
  const voter = { person: by, answer, onCard: isCardIn(approval.work.copies, channelId) };
  const verdict = mayVote(approval, voter, facts);
  if (verdict.answer !== 'refused') return verdict;
  const why = refusal(verdict.code, explainVerdict(verdict, approval));
  return { answer: 'refused', refusal: why, isForVoter: true };
}

function refuse(why: Refusal): Judgement {
  return { answer: 'refused', refusal: why, isForVoter: false };
}

/** Why the vote cannot be cast, no matter who casts it. */
function objectionTo(
  approval: PendingApproval,
  { by, answer, digest, reason }: ProposedVote,
  now: number,
): Refusal | null {
  const { votes, work, policy, revision } = approval;
  if (!isInTime(approval, now))
    return refusal('expired', 'The time to answer is over. An answer given in time is still being checked.');
  if (digest !== null && digest !== revision.digest)
    return refusal(
      'revision_changed',
      'This was changed after you saw it. Please look at the card again and then decide.',
    );
  if (votes.some((vote) => isSamePerson(vote.by, by))) return refusal('already_voted', 'Your answer is in.');
  if (work.unchecked.some((vote) => isSamePerson(vote.by, by)))
    return refusal('already_voted', 'Your answer is in and is being checked.');
  if (policy.reason[answer] === 'required' && reason === 'none')
    return refusal('reason_required', 'Please give a reason with this answer.');
  return votes.length + work.unchecked.length >= limits.votes
    ? refusal('too_many_votes', `This approval already has ${limits.votes} answers.`)
    : null;
}
