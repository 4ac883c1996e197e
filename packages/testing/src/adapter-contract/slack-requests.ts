import type { Approval } from '@k8s-pizza/slack-approval';
import { signSlackRequest } from '../sign-slack-request.js';
import type { SentHeaders } from './host-under-test.js';

export const signingSecret = 'the-signing-secret-of-the-contract';
export const installation = { appId: 'A0CONTRACT', teamId: 'T0CONTRACT' } as const;
export const channelId = 'C0CONTRACT';
export const approverId = 'U0CONTRACT';

export const formType = 'application/x-www-form-urlencoded';
export const jsonType = 'application/json';

export interface SignedRequest {
  readonly headers: SentHeaders;
  readonly body: Buffer;
}

/** Signs bytes as Slack does, now. */
export function signed(content: string | Uint8Array, contentType: string): SignedRequest {
  const body = typeof content === 'string' ? Buffer.from(content) : Buffer.from(content);
  const timestampSeconds = Math.floor(Date.now() / 1000);
  const { headers } = signSlackRequest({ signingSecret, body, timestampSeconds, contentType });
  return { headers: Object.fromEntries(headers), body };
}

/** Slack's check of an events URL. The host must pass on the bytes after the challenge unchanged. */
export function challengeBody(challenge: string, rest = ''): string {
  return `{"type":"url_verification","challenge":${JSON.stringify(challenge)}${rest}}`;
}

/** `/approvals help`, which is answered in the response body. */
export function helpBody(rest = ''): string {
  const { appId, teamId } = installation;
  const place = `team_id=${teamId}&api_app_id=${appId}&channel_id=${channelId}&user_id=${approverId}`;
  return `command=%2Fapprovals&text=help&${place}${rest}`;
}

/** The fields of an approval that a click needs. */
interface AskedCard extends Pick<Approval<unknown>, 'id' | 'digest'> {
  readonly copies: readonly { readonly channelId: string; readonly ts: string | null }[];
}

/** A click on Approve, on the first copy of the card. */
export function clickBody(approval: AskedCard): string {
  const { appId, teamId } = installation;
  const copy = approval.copies[0];
  const payload = {
    type: 'block_actions',
    api_app_id: appId,
    team: { id: teamId, domain: 'contract' },
    user: { id: approverId, team_id: teamId },
    container: { type: 'message', message_ts: copy?.ts ?? null, channel_id: channelId },
    channel: { id: channelId, name: 'contract' },
    actions: [
      {
        type: 'button',
        action_id: 'approval:default:approve',
        block_id: 'decide',
        value: `v1.${approval.id}.${approval.digest}`,
        action_ts: '1767261600.000100',
      },
    ],
  };
  return `payload=${encodeURIComponent(JSON.stringify(payload))}`;
}
