import { createHmac } from 'node:crypto';
import type { RawRequest } from '@k8s-pizza/slack-approval/host';
import { team } from './slack-double.js';

export const signingSecret = 'model';

/** Who sends a click: Slack, or somebody whose clicks must never count. */
export const strangers = ['another_secret', 'too_old', 'too_new', 'another_app', 'another_team'] as const;
export type Sender = 'slack' | (typeof strangers)[number];

export interface Click {
  readonly userId: string;
  readonly channelId: string;
  readonly ts: string;
  readonly verb: string;
  readonly value: string;
  readonly blockId: string;
  readonly actionTs: string;
}

/** The bytes of a click as this sender signs them. */
export function clickFrom(sender: Sender, click: Click, now: number): RawRequest {
  const body = `payload=${encodeURIComponent(JSON.stringify(payloadFrom(sender, click)))}`;
  const offsetSeconds = sender === 'too_old' ? -301 : sender === 'too_new' ? 301 : 0;
  const timestamp = String(Math.floor(now / 1000) + offsetSeconds);
  const secret = sender === 'another_secret' ? 'guessed' : signingSecret;
  const headers: Readonly<Record<string, string>> = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`,
  };
  return { method: 'POST', header: (name) => headers[name], body: Buffer.from(body) };
}

function payloadFrom(sender: Sender, { userId, channelId, ts, verb, value, blockId, actionTs }: Click): object {
  const teamId = sender === 'another_team' ? 'T0OTHER' : team;
  return {
    type: 'block_actions',
    api_app_id: sender === 'another_app' ? 'A0OTHER' : 'A0PIZZA',
    team: { id: teamId },
    user: { id: userId, team_id: teamId },
    channel: { id: channelId },
    container: { type: 'message', message_ts: ts, channel_id: channelId, is_ephemeral: false },
    actions: [{ type: 'button', action_id: `approval:default:${verb}`, block_id: blockId, value, action_ts: actionTs }],
  };
}
