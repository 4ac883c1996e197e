import { signSlackRequest } from '@k8s-pizza/slack-approval-testing';
import { type Asked, slackApp } from './settings.js';

/** Who presses which button of which question's card. */
export interface Click {
  readonly asked: Asked;
  readonly by: string;
  readonly answer: 'approve' | 'reject';
  /** The message that shows the card. */
  readonly channelId: string;
  readonly ts: string;
  readonly replyUrl: string;
  readonly nowMs: number;
}

/** A click as Slack sends it, with its signature. */
export interface SignedClick {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

export function signedClick({ asked, by, answer, channelId, ts, replyUrl, nowMs }: Click): SignedClick {
  const payload = {
    type: 'block_actions',
    api_app_id: slackApp.appId,
    team: { id: slackApp.teamId, domain: 'storm' },
    is_enterprise_install: false,
    user: { id: by, name: by.toLowerCase(), team_id: slackApp.teamId },
    container: { type: 'message', message_ts: ts, channel_id: channelId, is_ephemeral: false },
    channel: { id: channelId, name: 'storm' },
    message: { ts },
    trigger_id: '1.1.trigger',
    response_url: replyUrl,
    actions: [
      {
        type: 'button',
        action_id: `approval:default:${answer}`,
        block_id: 'buttons',
        value: `v1.${asked.id}.${asked.digest}`,
        action_ts: `${nowMs / 1_000}00`,
      },
    ],
  };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const timestampSeconds = Math.floor(nowMs / 1_000);
  const { headers } = signSlackRequest({ signingSecret: slackApp.signingSecret, body, timestampSeconds });
  return { body, headers: Object.fromEntries(headers) };
}
