import { isRequester } from '../model/person.js';
import type { Facts, PolicySubject, Verdict, Voter, VoterRefusalCode } from '../model/policy.js';
import { admitVoter } from './admit-voter.js';

/** Says whether this person may vote on this approval, and if not, why; or which facts are needed to tell. */
export function mayVote(subject: PolicySubject, voter: Voter, facts: Facts): Verdict {
  const admission = admitVoter(subject, voter, facts);
  return admission.answer === 'refused' ? explainAdmission(admission, subject, voter) : admission;
}

/** Adds the words to a refusal. */
export function explainAdmission(
  { code }: { readonly code: VoterRefusalCode },
  { requester, onBehalfOf, stage }: PolicySubject,
  { person }: Voter,
): Extract<Verdict, { answer: 'refused' }> {
  const refused = { answer: 'refused', code } as const;
  if (code === 'not_an_approver' && stage !== undefined) return { ...refused, explanation: notInStage(stage.number) };
  if (code !== 'self_approval' || isRequester(requester, person))
    return { ...refused, explanation: explanations[code] };
  return { ...refused, explanation: isRequester(onBehalfOf, person) ? askedForYou : changedIt };
}

const askedForYou = 'This was asked on your behalf, so somebody else has to decide it.';
const notInStage = (number: number): string => `You are not one of the approvers of stage ${number}.`;
const changedIt = 'You changed this yourself, so somebody else has to decide it.';
const explanations: Readonly<Record<VoterRefusalCode, string>> = {
  self_approval: 'You asked for this yourself, so somebody else has to decide it.',
  not_an_approver: 'You are not one of the approvers of this.',
  use_the_card: 'Members of the channel may decide this: please use the card in its channel.',
  outsider: 'People from outside this workspace cannot decide this unless they are named as approvers.',
  bot: 'Apps and bots cannot decide this.',
  guest: 'Guests cannot decide this unless they are named as approvers.',
  deactivated: 'This account is deactivated.',
  already_voted: 'Your answer in an earlier stage is in. A person counts in one stage only.',
  stage_not_begun: 'You decide in a later stage, which has not begun yet.',
  stage_over: 'The stage that you could decide is over.',
};
