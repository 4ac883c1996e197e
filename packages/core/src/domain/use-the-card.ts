import type { Approval } from './approval.js';
import { cardChannel } from './copies.js';
import type { Verdict } from './policy.js';

/** Why a person may not vote; where only the card is missing, which channel it is in, as a Slack mention. */
export function explanationOf(verdict: Extract<Verdict, { answer: 'refused' }>, { work }: Approval): string {
  const channelId = verdict.code === 'use_the_card' ? cardChannel(work.copies) : null;
  return channelId === null
    ? verdict.explanation
    : `Members of the channel may decide this: please use the card in <#${channelId}>.`;
}
