import type { SlackSimulator } from '@k8s-pizza/slack-approval-testing';
import { signSlackRequest } from '@k8s-pizza/slack-approval-testing';
import type { Result } from './operation.js';
import { channelId } from './settings.js';

/** A card as it once was in front of people: they may click on it long after it has changed. */
export interface Card {
  readonly ts: string;
  /** What its buttons carry. */
  readonly value: string;
}

interface Click {
  readonly card: Card;
  readonly by: string;
  readonly answer: 'approve' | 'reject';
  readonly actionTs: string;
  readonly responseUrl: string;
  readonly now: number;
}

/** One click as Slack sends it: signed once, so that it can be sent again byte for byte. */
export async function signedClick(slack: SlackSimulator, click: Click): Promise<RequestInit> {
  const { card, by, answer, actionTs, responseUrl, now } = click;
  const payload = {
    type: 'block_actions',
    api_app_id: slack.appId,
    team: { id: slack.teamId, domain: 'pizza' },
    is_enterprise_install: false,
    user: { id: by, name: by.toLowerCase(), team_id: slack.teamId },
    container: { type: 'message', message_ts: card.ts, channel_id: channelId, is_ephemeral: false },
    channel: { id: channelId, name: 'pizza' },
    message: { ts: card.ts },
    trigger_id: '1.1.trigger',
    response_url: responseUrl,
    actions: [
      {
        type: 'button',
        action_id: `approval:default:${answer}`,
        block_id: 'buttons',
        value: card.value,
        action_ts: actionTs,
      },
    ],
  };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const timestampSeconds = Math.floor(now / 1_000);
  const request = signSlackRequest({ signingSecret: slack.signingSecret, body, timestampSeconds });
  return { method: 'POST', headers: [...request.headers], body };
}

/** The card of an approval, as it stands in Slack with its buttons; null before it was posted and after it was decided. */
export function cardOf(slack: SlackSimulator, id: string): Card | null {
  for (const { ts, blocks } of slack.messages(channelId)) {
    const [value] = new RegExp(`v1\\.${id}\\.sha256:[0-9a-f]{64}`).exec(JSON.stringify(blocks)) ?? [];
    if (value !== undefined) return { ts, value };
  }
  return null;
}

const meanings: readonly (readonly [RegExp, Extract<Result, { type: 'told' }>['what']])[] = [
  [/your answer is in: this is approved|already approved by/i, 'approved'],
  [/your answer is in: this is rejected|already rejected by/i, 'rejected'],
  [/your answer is in/i, 'answer_in'],
  [/was withdrawn by/i, 'withdrawn'],
  [/so this has expired|time to answer is over/i, 'expired'],
  [/not one of the approvers/i, 'no_approver'],
];

/** What a person was told privately. */
export function toldBy(reply: string): Result {
  const meaning = meanings.find(([words]) => words.test(reply));
  if (meaning === undefined) throw new Error(`nobody is told this: ${reply}`);
  return { type: 'told', what: meaning[1] };
}
