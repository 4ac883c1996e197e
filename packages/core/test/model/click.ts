import { createHmac } from 'node:crypto';
import type { RawRequest } from '@k8s-pizza/slack-approval/host';
import type { ModalView } from '@slack/types';
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

/** A form that a person submits with this size, as Slack signs it. */
export function submissionFrom(
  userId: string,
  { callback_id, private_metadata }: ModalView,
  size: string,
  now: number,
) {
  const values = { edit_0: { edit_0: { type: 'plain_text_input', value: size } } };
  const view = { id: 'V1', hash: '1.a', callback_id, private_metadata, state: { values } };
  const user = { id: userId, team_id: team };
  const payload = { type: 'view_submission', api_app_id: 'A0PIZZA', team: { id: team }, user, view };
  return signedBy('slack', payload, now);
}

/** The bytes of a click as this sender signs them. */
export function clickFrom(sender: Sender, click: Click, now: number): RawRequest {
  return signedBy(sender, payloadFrom(sender, click), now);
}

function signedBy(sender: Sender, payload: object, now: number): RawRequest {
  const body = `payload=${encodeURIComponent(JSON.stringify(payload))}`;
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
    trigger_id: '1.2.a',
    api_app_id: sender === 'another_app' ? 'A0OTHER' : 'A0PIZZA',
    team: { id: teamId },
    user: { id: userId, team_id: teamId },
    channel: { id: channelId },
    container: { type: 'message', message_ts: ts, channel_id: channelId, is_ephemeral: false },
    actions: [{ type: 'button', action_id: `approval:default:${verb}`, block_id: blockId, value, action_ts: actionTs }],
  };
}
