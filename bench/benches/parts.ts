// The parts of answering a click and drawing a card that cost the most, each beside the same by hand.
// Run: npm run bench -- parts
import { createHmac, timingSafeEqual } from 'node:crypto';
import { decodeBody } from '../../packages/core/src/slack/request/body/decode-body.js';
import { buttonValue } from '../../packages/core/src/slack/request/button-value.js';
import { parseInteraction } from '../../packages/core/src/slack/request/parse-interaction.js';
import { verifySlackSignature } from '../../packages/core/src/slack/request/verify-signature.js';
import { byBuilders, byLiteral, digest, id, orderOf } from '../measure/cards.js';
import { type Measured, sideBySide } from '../measure/side-by-side.js';
import { report } from '../report/report.js';
import { ratioFigure } from '../report/row.js';

const secret = '8f742231b10e8888abcd99yyyzzz85a5';
const nowMs = Date.UTC(2026, 0, 1, 10);
const timestamp = String(nowMs / 1000);
const formType = 'application/x-www-form-urlencoded';
let turn = 0;

const body = aClick();
const signature = `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex')}`;
const secrets = [secret];

function aClick(): Uint8Array {
  const person = { id: 'U0ALICE00', username: 'alice', name: 'alice', team_id: 'T0PIZZA00' };
  const payload = {
    type: 'block_actions',
    user: person,
    api_app_id: 'A0PIZZA00',
    token: 'xxxxxxxxxxxxxxxxxxxxxxxx',
    container: { type: 'message', message_ts: '1767261600.000100', channel_id: 'C0ORDERS0', is_ephemeral: false },
    trigger_id: '1111111111111.2222222222222.33333333333333333333333333333333',
    team: { id: 'T0PIZZA00', domain: 'pizza' },
    enterprise: null,
    is_enterprise_install: false,
    channel: { id: 'C0ORDERS0', name: 'orders' },
    message: {
      user: 'U0BOT0000',
      type: 'message',
      ts: '1767261600.000100',
      bot_id: 'B0BOT0000',
      app_id: 'A0PIZZA00',
      text: 'Order pizza? Asked by alertmanager, until 10:30',
      team: 'T0PIZZA00',
      blocks: JSON.parse(byBuilders(orderOf(0))),
    },
    state: { values: {} },
    response_url: 'https://hooks.slack.com/actions/T0PIZZA00/1111111111111/aaaaaaaaaaaaaaaaaaaaaaaa',
    actions: [
      {
        action_id: 'approval:default:approve',
        block_id: 'b1',
        text: { type: 'plain_text', text: 'Approve', emoji: false },
        value: buttonValue(id, digest),
        style: 'primary',
        type: 'button',
        action_ts: '1767261605.000200',
      },
    ],
  };
  // as Slack writes JSON: slashes and all but ASCII escaped
  const json = JSON.stringify(payload)
    .replaceAll('/', '\\/')
    .replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const form = `payload=${encodeURIComponent(json).replaceAll('%20', '+')}`;
  return new TextEncoder().encode(form);
}

function verifyByHand(): boolean {
  const mac = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex');
  return timingSafeEqual(Buffer.from(`v0=${mac}`), Buffer.from(signature));
}

function decodeByHand(): unknown {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString();
  return JSON.parse(decodeURIComponent(text.slice('payload='.length).replaceAll('+', ' ')));
}

if (byLiteral(orderOf(7)) !== byBuilders(orderOf(7)))
  throw new Error('The two cards differ, so their times say nothing.');

const section = 'What a click costs';

/** Reports the last contender against the first. */
function reportLast(what: string, measured: readonly Measured[], atMost: number, note: string): void {
  const last = measured.at(-1);
  if (last === undefined) throw new Error('Nothing was measured.');
  const { ratio, microseconds } = last;
  report({
    section,
    what,
    figures: [ratioFigure(ratio, { atMost }), { value: microseconds.median, unit: 'µs' }],
    note,
  });
}

reportLast(
  'verify, against by hand',
  await sideBySide([
    { name: 'by hand', run: verifyByHand },
    { name: 'verifySlackSignature', run: () => verifySlackSignature({ body, signature, timestamp, secrets, nowMs }) },
  ]),
  1.1,
  `\`createHmac\` and \`timingSafeEqual\` over ${body.length} bytes.`,
);
reportLast(
  'decode and parse, against by hand',
  await sideBySide([
    { name: 'by hand', run: decodeByHand },
    { name: 'decodeBody and parseInteraction', run: () => parseInteraction(decodeBody(body, formType)) },
  ]),
  1.05,
  '`+` to space, `decodeURIComponent` and `JSON.parse` of the same bytes.',
);
reportLast(
  'a card built and serialised, against a literal',
  await sideBySide([
    { name: 'literal', run: () => byLiteral(orderOf(turn++)) },
    { name: 'builders', run: () => byBuilders(orderOf(turn++)) },
  ]),
  1.2,
  'An object literal and `JSON.stringify`; both give the same bytes.',
);
