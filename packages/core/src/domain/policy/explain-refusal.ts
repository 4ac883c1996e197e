import type { Approval, DecidedApproval } from '../model/approval.js';
import { cardChannel } from '../model/copies.js';
import { isSamePerson, type Person, type Requester } from '../model/person.js';
import type { Verdict } from '../model/policy.js';
import { type Refusal, refusal } from '../model/refusal.js';

/** Why an approval that is decided takes no more answers, in words that say who won; of a withdrawal also when. */
export function whyOver(approval: DecidedApproval, person: Person): Refusal {
  const { decision } = approval;
  const late = decision.neverShown === true ? 'Its card could not be posted in time' : 'Nobody answered in time';
  if (decision.outcome === 'withdrawn')
    return refusal(
      'withdrawn',
      `This was withdrawn by ${called(decision.withdrawnBy)} before it was decided (${instant(decision.decidedAt)}).`,
    );
  if (decision.outcome === 'expired') return refusal('expired', `${late}, so this has expired.`);
  const done = decision.outcome === 'approved' ? 'approved' : 'rejected';
  if (decision.cause === 'expiry') return refusal('already_decided', `${late}, so this was ${done}, as declared.`);
  if (decision.by.some((by) => isSamePerson(by, person)))
    return refusal('already_decided', `Your answer is in: this is ${done}.`);
  return refusal('already_decided', `This was already ${done} by ${decision.by.map((by) => called(by)).join(', ')}.`);
}

/** In ISO 8601, whole seconds; Slack shows it in each reader's own time zone. */
function instant(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** Writes people as Slack mentions. The code that shows the text turns them into mentions or plain ids. */
export function called(requester: Requester | null): string {
  if (requester === null) return 'its source';
  return typeof requester === 'string' ? requester : `<@${requester.userId}>`;
}

/** Why a person may not vote; where only the card is missing, which channel it is in, as a Slack mention. */
export function explainVerdict(verdict: Extract<Verdict, { answer: 'refused' }>, { work }: Approval): string {
  const channelId = verdict.code === 'use_the_card' ? cardChannel(work.copies) : null;
  return channelId === null
    ? verdict.explanation
    : `Members of the channel may decide this: please use the card in <#${channelId}>.`;
}
