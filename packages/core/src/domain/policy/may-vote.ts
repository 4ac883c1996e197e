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
  { requester, onBehalfOf }: PolicySubject,
  { person }: Voter,
): Extract<Verdict, { answer: 'refused' }> {
  const refused = { answer: 'refused', code } as const;
  if (code !== 'self_approval' || isRequester(requester, person))
    return { ...refused, explanation: explanations[code] };
  return { ...refused, explanation: isRequester(onBehalfOf, person) ? askedForYou : changedIt };
}

const askedForYou = 'This was asked on your behalf, so somebody else has to decide it.';
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
