import { createHmac } from 'node:crypto';

/** A click as Slack sends it, about 3.4 KB, with its signature. */
export interface SignedClick {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

export const secret = '8f742231b10e8888abcd99yyyzzz85a5';

export interface ClickParts {
  readonly actionId: string;
  readonly value: string;
  readonly nowMs: number;
  readonly channelId?: string;
  /** Of the message that was clicked. @default a tenth of a millisecond after `nowMs` */
  readonly ts?: string;
}

export function signedClick(parts: ClickParts): SignedClick {
  const { nowMs } = parts;
  const seconds = String(Math.floor(nowMs / 1000));
  const body = Buffer.from(
    `payload=${encodeURIComponent(JSON.stringify(payloadOf(parts, seconds))).replaceAll('%20', '+')}`,
  );
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${seconds}:`).update(body).digest('hex')}`;
  return {
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-signature': signature,
      'x-slack-request-timestamp': seconds,
    },
  };
}

function payloadOf(parts: ClickParts, seconds: string): object {
  const { actionId, value, channelId = 'C0PIZZA', ts = `${seconds}.000100` } = parts;
  const button = (name: string, id: string) => ({
    type: 'button',
    action_id: id,
    text: { type: 'plain_text', text: name, emoji: false },
    value,
  });
  return {
    type: 'block_actions',
    user: { id: 'U0ALICE', username: 'alice', name: 'alice', team_id: 'T0PIZZA' },
    api_app_id: 'A0PIZZA',
    token: 'xxxxxxxxxxxxxxxxxxxxxxxx',
    container: { type: 'message', message_ts: ts, channel_id: channelId, is_ephemeral: false },
    trigger_id: '1111111111111.2222222222222.33333333333333333333333333333333',
    team: { id: 'T0PIZZA', domain: 'pizza' },
    enterprise: null,
    is_enterprise_install: false,
    channel: { id: channelId, name: 'pizza' },
    message: {
      user: 'U0BOT',
      type: 'message',
      ts,
      bot_id: 'B0BOT',
      text: 'Order pizza for the people on call? (asked by alertmanager)',
      blocks: [
        {
          type: 'header',
          block_id: 'b0',
          text: { type: 'plain_text', text: 'Order pizza for the people on call?', emoji: false },
        },
        {
          type: 'section',
          block_id: 'b1',
          fields: ['Pizza\nlarge', 'Deliver to\n12 Analytical Way', 'Severity\nwarning'].map((text) => ({
            type: 'plain_text',
            text,
            emoji: false,
          })),
        },
        {
          type: 'actions',
          block_id: 'b2',
          elements: [
            button('Approve', 'approval:default:approve'),
            button('Reject', 'approval:default:reject'),
            button('Details', 'approval:default:details'),
          ],
        },
      ],
    },
    state: { values: {} },
    response_url: 'https://hooks.slack.com/actions/T0PIZZA/1111111111111/aaaaaaaaaaaaaaaaaaaaaaaa',
    actions: [{ ...button('Approve', actionId), block_id: 'b2', action_ts: `${seconds}.000200` }],
  };
}
