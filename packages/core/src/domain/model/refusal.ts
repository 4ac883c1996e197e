import type { ApprovalEvent } from './events.js';
import type { VoterRefusalCode } from './policy.js';

/** Every code that a refusal can have. Codes are stable, so programs can branch on them. */
export type RefusalCode =
  | VoterRefusalCode
  | 'not_found'
  | 'repeat'
  | 'already_decided'
  | 'expired'
  | 'withdrawn'
  | 'revision_changed'
  | 'stage_changed'
  | 'already_voted'
  | 'reason_required'
  | 'unknown_choice'
  | 'too_many_votes'
  | 'too_many_answers_being_checked'
  | 'too_many_changes'
  | 'no_vote'
  | 'invalid_edit'
  | 'policy_changed'
  | 'kind_not_defined'
  | 'voter_unknown'
  | 'missing_scope'
  | 'not_pending'
  | 'not_the_requester'
  | 'not_approved'
  | 'unknown_step'
  | 'step_is_over'
  | 'delivery_under_way'
  | 'nothing_to_deliver'
  | 'still_pending'
  | 'erased'
  | 'history_full'
  | 'record_too_large';

/**
 * Why a command did nothing. A refusal is returned, never thrown.
 *
 * `explanation` is written for the person who gave the command.
 */
export interface Refusal {
  readonly code: RefusalCode;
  readonly explanation: string;
}

export function refusal(code: RefusalCode, explanation: string): Refusal {
  return { code, explanation };
}

/**
 * Whether a person may vote: yes, no, or it cannot be told now.
 *
 * The code and the words say why.
 */
export interface Explanation {
  readonly answer: 'allowed' | 'refused' | 'unknown';
  readonly code: string;
  readonly explanation: string;
}

/** What a command amounts to: events and a refusal. Both can be present: a late click expires the approval and is refused. */
export interface Decided {
  readonly events: readonly ApprovalEvent[];
  readonly refusal: Refusal | null;
}

export function accept(events: readonly ApprovalEvent[]): Decided {
  return { events, refusal: null };
}

export function refuse(code: RefusalCode, explanation: string, events: readonly ApprovalEvent[] = []): Decided {
  return { events, refusal: refusal(code, explanation) };
}

/** An id that names nothing, or nothing that this person may know of. */
export const notFound: Refusal = refusal('not_found', 'There is no such approval.');
