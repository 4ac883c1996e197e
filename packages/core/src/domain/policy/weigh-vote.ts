import type { Edit, PendingApproval } from '../model/approval.js';
import { isCardIn } from '../model/copies.js';
import type { Installation } from '../model/installation.js';
import { withHome } from '../model/installation.js';
import { limits } from '../model/limits.js';
import type { Person } from '../model/person.js';
import type { Answer, Facts } from '../model/policy.js';
import type { RefusalCode } from '../model/refusal.js';
import { isInTime } from '../time/schedule.js';
import { type Admission, admit } from './admit.js';
import { isOffered, reasonRuleOf } from './choices.js';

/** A vote that a person casts, or could cast. */
export interface ProposedVote {
  readonly by: Person;
  readonly answer: Answer;
  /** The id of the choice; null: none is given; undefined: it does not matter which. */
  readonly choice: string | null | undefined;
  /** The channel whose card they answer on; null: no card. */
  readonly channelId: string | null;
  /** The digest of what they saw; null: they would answer what the card shows now. */
  readonly digest: string | null;
  /** The stage that they saw, from 1. Absent: as `digest`. */
  readonly seenStage?: number;
  /** `to_come`: a form would still ask for it. `form_opens`: it is asked for now, so the same answer may get a new reason. */
  readonly reason: { readonly ref: string } | 'none' | 'to_come' | 'form_opens';
  /** Where the interaction came from; null: not from Slack. */
  readonly installation: Installation | null;
  readonly facts: Facts;
  /** Absent: they change nothing of what is asked. */
  readonly edit?: Edit;
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
  const { by, answer, choice, channelId, installation } = vote;
  const facts = withHome(vote.facts, by, installation, approval.work.installation);
  return admits(approval, { person: by, answer, choice, onCard: isCardIn(approval.work.copies, channelId) }, facts);
}

/** Nobody could cast this vote now. */
interface Objection {
  readonly answer: 'objection';
  readonly code: ObjectionCode;
}

export type ObjectionCode = Extract<
  RefusalCode,
  'expired' | 'revision_changed' | 'unknown_choice' | 'reason_required' | 'too_many_votes'
>;

function objectionTo(approval: PendingApproval, vote: ProposedVote, now: number): ObjectionCode | null {
  const { votes, work, revision, expiresAt } = approval;
  const { digest, reason } = vote;
  if (!isInTime({ expiresAt }, now)) return 'expired';
  if (digest !== null && digest !== revision.digest) return 'revision_changed';
  if (!isOffered(approval, vote)) return 'unknown_choice';
  if (reason === 'none' && reasonRuleOf(approval, vote) === 'required') return 'reason_required';
  return votes.length + work.unchecked.length >= limits.votes ? 'too_many_votes' : null;
}
