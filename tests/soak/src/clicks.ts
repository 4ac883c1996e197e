import type { Approval } from '@k8s-pizza/slack-approval';
import { type SlackSimulator, signSlackRequest } from '@k8s-pizza/slack-approval-testing';
import { channelIds } from './settings.js';

/** Slack takes an answer that comes later for none. */
const slackWaitsMs = 3_000;

/** What stands in front of the app. */
export interface Front {
  readonly slack: SlackSimulator;
  /** What the app says privately goes there. */
  readonly replyUrl: string;
}

/** Clicks as Slack does. @returns whether the app acknowledged it: the person sees no error */
export async function click(
  { slack, replyUrl }: Front,
  url: string,
  approval: Approval<unknown>,
  by: string,
  answer: 'approve' | 'reject',
): Promise<boolean> {
  const channelId = channelIds[0] ?? '';
  const ts = `${Date.now() / 1000}00`;
  const payload = {
    type: 'block_actions',
    api_app_id: slack.appId,
    team: { id: slack.teamId, domain: 'soak' },
    is_enterprise_install: false,
    user: { id: by, name: by.toLowerCase(), team_id: slack.teamId },
    container: { type: 'message', message_ts: ts, channel_id: channelId, is_ephemeral: false },
    channel: { id: channelId, name: 'soak' },
    message: { ts },
    trigger_id: '1.1.trigger',
    response_url: replyUrl,
    actions: [
      {
        type: 'button',
        action_id: `approval:default:${answer}`,
        block_id: 'buttons',
        value: `v1.${approval.id}.${approval.digest}`,
        action_ts: ts,
      },
    ],
  };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const timestampSeconds = Math.floor(Date.now() / 1_000);
  const { headers } = signSlackRequest({ signingSecret: slack.signingSecret, body, timestampSeconds });
  const signal = AbortSignal.timeout(slackWaitsMs);
  return await fetch(url, { method: 'POST', headers: [...headers], body, signal }).then(
    ({ ok }) => ok,
    // the process was killed in the middle
    () => false,
  );
}
