import { isRequester } from '../model/person.js';
import type { Facts, PolicySubject, Verdict, Voter, VoterRefusalCode } from '../model/policy.js';
import { admit } from './admit.js';

/** Says whether this person may vote on this approval, and if not, why; or which facts are needed to tell. */
export function mayVote(subject: PolicySubject, voter: Voter, facts: Facts): Verdict {
  const admission = admit(subject, voter, facts);
  return admission.answer === 'refused' ? explainAdmission(admission, subject, voter) : admission;
}

/** Adds the words to a refusal. */
export function explainAdmission(
  { code }: { readonly code: VoterRefusalCode },
  { requester }: PolicySubject,
  { person }: Voter,
): Extract<Verdict, { answer: 'refused' }> {
  const isAmender = code === 'self_approval' && !isRequester(requester, person);
  return { answer: 'refused', code, explanation: isAmender ? changedIt : explanations[code] };
}

const changedIt = 'You changed this yourself, so somebody else has to decide it.';
const explanations: Readonly<Record<VoterRefusalCode, string>> = {
  self_approval: 'You asked for this yourself, so somebody else has to decide it.',
  not_an_approver: 'You are not one of the approvers of this.',
  use_the_card: 'Members of the channel may decide this: please use the card in its channel.',
  outsider: 'People from outside this workspace cannot decide this unless they are named as approvers.',
  bot: 'Apps and bots cannot decide this.',
  guest: 'Guests cannot decide this unless they are named as approvers.',
  deactivated: 'This account is deactivated.',
};
