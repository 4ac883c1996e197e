import type { PendingApproval } from '../model/approval.js';
import { isCardIn } from '../model/copies.js';
import type { Installation } from '../model/installation.js';
import { withHome } from '../model/installation.js';
import { limits } from '../model/limits.js';
import type { Person } from '../model/person.js';
import type { Answer, Facts } from '../model/policy.js';
import type { RefusalCode } from '../model/refusal.js';
import { isInTime } from '../time/schedule.js';
import { type Admission, admit } from './admit.js';

/** A vote that a person casts, or could cast. */
export interface ProposedVote {
  readonly by: Person;
  readonly answer: Answer;
  /** The channel whose card they answer on; null: no card. */
  readonly channelId: string | null;
  /** The digest of what they saw; null: they would answer what the card shows now. */
  readonly digest: string | null;
  /** The stage that they saw, from 1. Absent: as `digest`. */
  readonly seenStage?: number;
  /** `to_come`: a form would still ask for it. */
  readonly reason: { readonly ref: string } | 'none' | 'to_come';
  /** Where the interaction came from; null: not from Slack. */
  readonly installation: Installation | null;
  readonly facts: Facts;
}

/** As `judgeVote`, without words: of a pending approval to which this person has no answer. */
export function weighVote(
  approval: PendingApproval,
  vote: ProposedVote,
  now: number,
  admits = admit,
): Admission | Objection {
  const code = objectionTo(approval, vote, now);
  if (code !== null) return { answer: 'objection', code };
  const { by, answer, channelId, installation } = vote;
  const facts = withHome(vote.facts, by, installation, approval.work.installation);
  return admits(approval, { person: by, answer, onCard: isCardIn(approval.work.copies, channelId) }, facts);
}

/** Nobody could cast this vote now. */
interface Objection {
  readonly answer: 'objection';
  readonly code: ObjectionCode;
}

export type ObjectionCode = Extract<RefusalCode, 'expired' | 'revision_changed' | 'reason_required' | 'too_many_votes'>;

function objectionTo(
  { votes, work, policy, revision, expiresAt }: PendingApproval,
  { answer, digest, reason }: ProposedVote,
  now: number,
): ObjectionCode | null {
  if (!isInTime({ expiresAt }, now)) return 'expired';
  if (digest !== null && digest !== revision.digest) return 'revision_changed';
  if (policy.reason[answer] === 'required' && reason === 'none') return 'reason_required';
  return votes.length + work.unchecked.length >= limits.votes ? 'too_many_votes' : null;
}
