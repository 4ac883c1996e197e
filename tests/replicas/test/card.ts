import type { SlackSimulator } from '@k8s-pizza/slack-simulator';
import type { Result } from './operation.js';
import { channelId } from './settings.js';

/** A card as a person first saw it: people may click on it long after it has changed. */
export interface Card {
  readonly ts: string;
  /** What its buttons carry. */
  readonly asked: { readonly id: string; readonly digest: string };
}

/** The card of an approval, as it stands in Slack with its buttons; null before it was posted and after it was decided. */
export function cardOf(slack: SlackSimulator, id: string): Card | null {
  for (const { ts, blocks } of slack.messages(channelId)) {
    const [, digest] = new RegExp(`v1\\.${id}\\.(sha256:[0-9a-f]{64})`).exec(JSON.stringify(blocks)) ?? [];
    if (digest !== undefined) return { ts, asked: { id, digest } };
  }
  return null;
}

const meanings: readonly (readonly [RegExp, Extract<Result, { type: 'told' }>['what']])[] = [
  [/your answer is in: this is approved|already approved by|this is approved already/i, 'approved'],
  [/your answer is in: this is rejected|already rejected by|this is rejected already/i, 'rejected'],
  [/your answer is in/i, 'answer_in'],
  [/was withdrawn by|this is withdrawn already/i, 'withdrawn'],
  [/so this has expired|time to answer is over|this is expired already/i, 'expired'],
  [/not one of the approvers/i, 'no_approver'],
  [/you have changed your answer 5 times/i, 'too_many_changes'],
  [/you have no answer here to take back/i, 'no_vote'],
];

/** What a person was told privately. The model has no reason for any other reply, so it becomes a fault. */
export function toldBy(reply: string): Result {
  if (reply.includes('Your answer is taken back.')) return { type: 'taken_back' };
  const meaning = meanings.find(([words]) => words.test(reply));
  return meaning === undefined ? { type: 'told_otherwise', reply } : { type: 'told', what: meaning[1] };
}
