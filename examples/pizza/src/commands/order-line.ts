import { linkLeaf, textLeaf } from '@k8s-pizza/slack-approval';
import { inTime } from '../in-time.js';
import { approvalOf, type PizzaOrderResource } from '../kubernetes/pizza-order-resource.js';
import type { CommandContext } from './command-context.js';
import { orderState } from './order-state.js';
import type { Line } from './said.js';

/** An order in a list: its name, how far it is, what it costs, and where its card is. */
export async function orderLine(context: CommandContext, order: PizzaOrderResource): Promise<Line> {
  const { price } = order.status;
  return [
    textLeaf(order.metadata.name, { code: true }),
    ': ',
    ...orderState(order).words,
    ...(price === undefined ? [] : [`, ${price}`]),
    ...(await cardLink(context, approvalOf(order)?.id ?? null)),
  ];
}

const cardWithinMs = 1_000;

/** Where the card of an approval that was just asked for is: it is posted a moment later. */
export async function newCardLink(context: CommandContext, approvalId: string): Promise<Line> {
  await inTime(context.approvals.settled(), cardWithinMs);
  return await cardLink(context, approvalId);
}

/** Where the card of an approval is; nothing where that can't be told. */
async function cardLink({ approvals, workspace }: CommandContext, approvalId: string | null): Promise<Line> {
  const copy = approvalId === null ? undefined : (await approvals.get(approvalId))?.copies[0];
  if (copy === undefined) return [];
  const url = await workspace.cardUrl(copy);
  if (url !== null) return [', ', linkLeaf(url, 'its card')];
  return [', its card is in ', { type: 'channel', channel_id: copy.channelId }];
}
