import { isRequester, type Person } from '../model/person.js';
import type { Facts, PolicySubject, Voter, VoterRefusalCode } from '../model/policy.js';
import { type Refusal, refusal } from '../model/refusal.js';
import type { Verdict } from '../model/verdict.js';
import { admitVoter } from './admit-voter.js';

/** Says whether this person may vote on this approval, and if not, why; or which facts are needed to tell. */
export function mayVote(subject: PolicySubject, voter: Voter, facts: Facts): Verdict {
  const admission = admitVoter(subject, voter, facts);
  return admission.answer === 'refused' ? explainAdmission(admission, subject, voter) : admission;
}

/** Adds the words to a refusal. */
export function explainAdmission(
  { code }: { readonly code: VoterRefusalCode },
  subject: PolicySubject,
  { person }: Voter,
): Extract<Verdict, { answer: 'refused' }> {
  return { answer: 'refused', ...refusalOf(code, subject, person) };
}

function refusalOf(
  code: VoterRefusalCode,
  { requester, onBehalfOf, stage }: PolicySubject,
  person: Person,
): Refusal<VoterRefusalCode> {
  switch (code) {
    case 'self_approval': {
      const asked = isRequester(requester, person) ? 'requester' : null;
      return refusal(code, { role: asked ?? (isRequester(onBehalfOf, person) ? 'on_behalf_of' : 'amender') });
    }
    case 'not_an_approver':
      return refusal(code, { stage: stage?.number ?? null });
    case 'use_the_card':
      return refusal(code, { channel: null });
    case 'already_voted':
      return refusal(code, { state: 'in_earlier_stage' });
    default:
      return refusal(code, {});
  }
}
