import { actions, context, header, section } from '../../packages/core/src/slack/blocks/blocks.js';
import { button } from '../../packages/core/src/slack/blocks/elements.js';
import { slackDate } from '../../packages/core/src/slack/blocks/mrkdwn.js';
import { mrkdwn } from '../../packages/core/src/slack/blocks/text-objects.js';
import { fieldRows } from '../../packages/core/src/slack/card/field-rows.js';
import { actionId } from '../../packages/core/src/slack/request/action-ids.js';
import { buttonValue } from '../../packages/core/src/slack/request/button-value.js';

export const id = `a${'b'.repeat(25)}`;
export const digest = `sha256:${'0'.repeat(64)}`;

export type Order = ReturnType<typeof orderOf>;

/** Another order each time. */
export function orderOf(turn: number) {
  return {
    title: 'Order pizza?',
    summary: `Cluster ${turn} is hungry again.`,
    fields: { Size: 'large', Address: 'Hauptstraße 1, Berlin', Toppings: 'mushrooms, olives', Order: String(turn) },
    requester: 'alertmanager',
    expiresAt: 1767261600_000 + turn * 1000,
    blockId: `${id}.${turn}`,
  };
}

export function byLiteral(order: Order): string {
  const value = `v1.${id}.${digest}`;
  return JSON.stringify([
    { type: 'header', text: { type: 'plain_text', text: order.title, emoji: false } },
    { type: 'section', text: { type: 'plain_text', text: order.summary, emoji: false } },
    {
      type: 'rich_text',
      elements: Object.entries(order.fields).map(([label, value]) => ({
        type: 'rich_text_section',
        elements: [
          { type: 'text', text: label, style: { bold: true } },
          { type: 'text', text: ': ' },
          { type: 'text', text: value },
        ],
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

export function byBuilders(order: Order): string {
  const value = buttonValue(id, digest);
  return JSON.stringify([
    header(order.title),
    section(order.summary),
    ...fieldRows(order.fields),
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
