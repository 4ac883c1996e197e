import type { Approval } from './approval.js';
import { called, whyOver } from './over.js';
import { isRequester, type Person } from './person.js';
import { type Refusal, refusal } from './refusal.js';

/** Why a person cannot take a question back: it is not theirs, or it is over. null where they can. */
export function whyNotWithdraw(approval: Approval, person: Person): Refusal | null {
  if (!isRequester(approval.requester, person))
    return refusal('not_the_requester', `Only ${called(approval.requester)}, who asked for this, can withdraw it.`);
  return approval.status === 'pending' ? null : whyOver(approval, person);
}
