/**
 * The parts of answering a click and drawing a card that cost the most, each beside the same by hand.
 * Run: node --conditions=@k8s-pizza/source --import tsx bench/hot-path-parts.ts
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { actions, context, fields, header, section } from '../packages/core/src/slack/blocks/blocks.js';
import { button } from '../packages/core/src/slack/blocks/elements.js';
import { slackDate } from '../packages/core/src/slack/blocks/mrkdwn.js';
import { mrkdwn } from '../packages/core/src/slack/blocks/text-objects.js';
import { actionId } from '../packages/core/src/slack/request/action-ids.js';
import { decodeBody } from '../packages/core/src/slack/request/body/decode-body.js';
import { buttonValue } from '../packages/core/src/slack/request/button-value.js';
import { parseInteraction } from '../packages/core/src/slack/request/parse-interaction.js';
import { verifySlackSignature } from '../packages/core/src/slack/request/verify-signature.js';
import { printTable, sideBySide } from './side-by-side.js';

const secret = '8f742231b10e8888abcd99yyyzzz85a5';
const nowMs = Date.UTC(2026, 0, 1, 10);
const timestamp = String(nowMs / 1000);
const formType = 'application/x-www-form-urlencoded';
const id = `a${'b'.repeat(25)}`;
const digest = `sha256:${'0'.repeat(64)}`;

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
      blocks: JSON.parse(byBuilders(0)),
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

/** The same order for both, another one each time. */
function orderOf(turn: number) {
  return {
    title: 'Order pizza?',
    summary: `Cluster ${turn} is hungry again.`,
    fields: { Size: 'large', Address: 'Hauptstraße 1, Berlin', Toppings: 'mushrooms, olives', Order: String(turn) },
    requester: 'alertmanager',
    expiresAt: 1767261600_000 + turn * 1000,
    blockId: `${id}.${turn}`,
  };
}

function byLiteral(turn: number): string {
  const order = orderOf(turn);
  const value = `v1.${id}.${digest}`;
  return JSON.stringify([
    { type: 'header', text: { type: 'plain_text', text: order.title, emoji: false } },
    { type: 'section', text: { type: 'plain_text', text: order.summary, emoji: false } },
    {
      type: 'section',
      fields: Object.entries(order.fields).map(([label, value]) => ({
        type: 'plain_text',
        text: `${label}\n${value}`,
        emoji: false,
      })),
    },
    {
      type: 'context',
      elements: [
        { type: 'plain_text', text: `Asked by ${order.requester}`, emoji: false },
        {
          type: 'mrkdwn',
          text: `Until <!date^${Math.floor(order.expiresAt / 1000)}^{date_short_pretty} at {time}|soon>`,
          verbatim: true,
        },
        { type: 'plain_text', text: '1 of 2 approvals', emoji: false },
      ],
    },
    {
      type: 'actions',
      elements: [
        {
          type: 'button',
          action_id: 'approval:default:approve',
          text: { type: 'plain_text', text: 'Approve', emoji: false },
          value,
          style: 'primary',
          accessibility_label: `Approve: ${order.title}`,
        },
        {
          type: 'button',
          action_id: 'approval:default:open_reject_form',
          text: { type: 'plain_text', text: 'Reject', emoji: false },
          value,
          style: 'danger',
          accessibility_label: `Reject: ${order.title}`,
        },
        {
          type: 'button',
          action_id: 'approval:default:details',
          text: { type: 'plain_text', text: 'Details', emoji: false },
          value,
        },
      ],
      block_id: order.blockId,
    },
  ]);
}

function byBuilders(turn: number): string {
  const order = orderOf(turn);
  const value = buttonValue(id, digest);
  return JSON.stringify([
    header(order.title),
    section(order.summary),
    fields(order.fields),
    context([
      `Asked by ${order.requester}`,
      mrkdwn(`Until ${slackDate(order.expiresAt, '{date_short_pretty} at {time}', 'soon')}`),
      '1 of 2 approvals',
    ]),
    actions(
      [
        button({
          text: 'Approve',
          actionId: actionId('default', 'approve'),
          value,
          style: 'primary',
          accessibilityLabel: `Approve: ${order.title}`,
        }),
        button({
          text: 'Reject',
          actionId: actionId('default', 'open_reject_form'),
          value,
          style: 'danger',
          accessibilityLabel: `Reject: ${order.title}`,
        }),
        button({ text: 'Details', actionId: actionId('default', 'details'), value }),
      ],
      { blockId: order.blockId },
    ),
  ]);
}

if (byLiteral(7) !== byBuilders(7)) throw new Error('the two cards differ, so their times say nothing');

printTable(
  `Verify ${body.length} bytes`,
  await sideBySide([
    { name: 'createHmac and timingSafeEqual', run: verifyByHand },
    { name: 'verifySlackSignature', run: () => verifySlackSignature({ body, signature, timestamp, secrets, nowMs }) },
  ]),
  '1.10',
);
printTable(
  'Decode and parse the same',
  await sideBySide([
    { name: '+ to space, decodeURIComponent, JSON.parse', run: decodeByHand },
    { name: 'decodeBody', run: () => decodeBody(body, formType) },
    { name: 'decodeBody and parseInteraction', run: () => parseInteraction(decodeBody(body, formType)) },
  ]),
  '1.05',
);
printTable(
  'Build and serialise a card',
  await sideBySide([
    { name: 'literal and JSON.stringify', run: byLiteral },
    { name: 'builders and JSON.stringify', run: byBuilders },
  ]),
  '1.20',
);
