import type { Approval } from '../model/approval.js';
import { isCardIn } from '../model/copies.js';
import type { Installation } from '../model/installation.js';
import { isElsewhere, withHome } from '../model/installation.js';
import { isAsker, isRequester, isSamePerson, type Person } from '../model/person.js';
import type { FactNeeded, Facts } from '../model/policy.js';
import { type Refusal, refusal } from '../model/refusal.js';
import { copiesOfStage } from '../model/stage.js';
import { called, whyOver } from '../policy/explain-refusal.js';
import { mayVote } from '../policy/may-vote.js';
import { openAnswers, ownAnswers } from '../policy/own-answers.js';

/** Who wants to see an approval, and from where. */
export interface Looker {
  readonly person: Person;
  /** The channel they click or type in, which Slack lets only those do who are in it; null elsewhere. */
  readonly channelId: string | null;
  /** The installation their interaction came from. */
  readonly installation: Installation | null;
}

/** Whether something is for this person, or which facts are needed to tell. Unknown is never yes. */
export type Sight =
  | { readonly answer: 'yes' }
  | { readonly answer: 'no' }
  | { readonly answer: 'unknown'; readonly needs: readonly FactNeeded[] };

const yes: Sight = { answer: 'yes' };
const no: Sight = { answer: 'no' };

/**
 * Whether a person may see an approval: in a channel that has its card, or because they asked for it, changed it,
 * answered it, or may answer it; always within one installation. To everybody else it is not there.
 */
export function mayLook(approval: Approval, looker: Looker, facts: Facts): Sight {
  if (isElsewhere(looker.installation, approval.work.installation)) return no;
  const { person, channelId } = looker;
  if (isShownIn(approval, channelId) || isAsker(approval, person) || hasAnswered(approval, person)) return yes;
  return mayAnswer(approval, looker, facts);
}

/** Tells whether a person may retry a dead delivery: the requester may, people whose votes decided, and everyone who may vote. */
export function mayRetry(approval: Approval, looker: Looker, facts: Facts): Sight {
  const { person, installation } = looker;
  if (isElsewhere(installation, approval.work.installation)) return no;
  return isAsker(approval, person) || hasDecided(approval, person) ? yes : mayAnswer(approval, looker, facts);
}

/** The people of a stage that is over may not vote any more, and decided all the same. */
function hasDecided(approval: Approval, person: Person): boolean {
  return approval.status !== 'pending' && approval.decision.by.some((one) => isSamePerson(one, person));
}

/** Whether a person may answer an approval from where they are. */
export function mayAnswer(approval: Approval, looker: Looker, facts: Facts): Sight {
  const { person, channelId, installation } = looker;
  const stored = approval.work.installation;
  if (isElsewhere(installation, stored)) return no;
  // who may approve may also reject; a vetoer may only reject
  const voter = { person, answer: 'reject', onCard: isCardIn(copiesOfStage(approval), channelId) } as const;
  const verdict = mayVote(approval, voter, withHome(facts, person, installation, stored));
  if (verdict.answer === 'unknown') return verdict;
  return verdict.answer === 'allowed' ? yes : no;
}

/** Whether a person has answered the current revision, be it that the answer is still being checked. */
export function hasAnswered(approval: Approval, person: Person): boolean {
  return ownAnswers(approval, person).length > 0;
}

function isShownIn({ work }: Approval, channelId: string | null): boolean {
  return channelId !== null && work.copies.some((copy) => copy.channelId === channelId);
}

/** Whether a person has an answer that they could take back. */
export function mayTakeBack(approval: Approval, person: Person): boolean {
  return approval.status === 'pending' && openAnswers(approval, person).length > 0;
}

/** Whether a person asked for this, or someone asked on their behalf. */
export function isTheirs({ requester, onBehalfOf }: Approval, person: Person): boolean {
  return isRequester(requester, person) || isRequester(onBehalfOf, person);
}

/** Why a person cannot take a question back: it is not theirs, or it is over. null where they can. */
export function whyNotWithdraw(approval: Approval, person: Person): Refusal | null {
  if (!isTheirs(approval, person)) {
    const { requester, onBehalfOf } = approval;
    const askers = [requester, ...(onBehalfOf === undefined ? [] : [onBehalfOf])].map(called);
    return refusal('not_the_requester', { askers });
  }
  return approval.status === 'pending' ? null : whyOver(approval, person);
}
