import { BlockCollection, Blocks, Elements } from 'slack-block-builder';

/** The same card by slack-block-builder. Its texts are mrkdwn where the other cards have plain text. */
export function byBlockBuilder(order, { value, approve, reject, details }) {
  return JSON.stringify(
    BlockCollection(
      Blocks.Header({ text: order.title }),
      Blocks.Section({ text: order.summary }),
      Blocks.Section({
        text: Object.entries(order.fields)
          .map(([label, text]) => `*${label}*: ${text}`)
          .join('\n'),
      }),
      Blocks.Context().elements(
        `Asked by ${order.requester}`,
        `Until <!date^${Math.floor(order.expiresAt / 1000)}^{date_short_pretty} at {time}|soon>`,
        '1 of 2 approvals',
      ),
      Blocks.Actions({ blockId: order.blockId }).elements(
        Elements.Button({
          actionId: approve,
          text: 'Approve',
          value,
          accessibilityLabel: `Approve: ${order.title}`,
        }).primary(),
        Elements.Button({
          actionId: reject,
          text: 'Reject',
          value,
          accessibilityLabel: `Reject: ${order.title}`,
        }).danger(),
        Elements.Button({ actionId: details, text: 'Details', value }),
      ),
    ),
  );
}
