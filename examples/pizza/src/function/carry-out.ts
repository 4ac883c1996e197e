import { type Decision, SlackApprovalError } from '@k8s-pizza/slack-approval';
import type { Orders } from '../kubernetes/orders.js';
import { pizzaOrder } from '../pizza-order.js';

export interface CarryOutParts {
  readonly orders: Orders;
  readonly log: (line: string) => void;
}

/**
 * Orders what was approved, once however often it is told; of every other decision it notes who decided, and why.
 *
 * @throws {SlackApprovalError} delivery_rejected — it can never be ordered, however often it is sent
 */
export async function carryOut({ orders, log }: CarryOutParts, decision: Decision<unknown>): Promise<void> {
  const { approvalId, outcome } = decision;
  if (outcome !== 'approved') {
    log(`order function: ${approvalId} is ${outcome}${byWhom(decision)}, so nothing is ordered`);
    return;
  }
  const read = pizzaOrder.safeParse(decision.payload);
  if (!read.success)
    throw new SlackApprovalError('delivery_rejected', `What ${approvalId} approves is no order of this version.`);
  const result = await orders.createOrFind(decision, read.data);
  log(`order function: the PizzaOrder of ${approvalId} was ${result}`);
}

function byWhom({ decidedBy, reason }: Decision<unknown>): string {
  const who = decidedBy.length === 0 ? '' : ` by ${decidedBy.map(({ userId }) => userId).join(', ')}`;
  // people write reasons: as JSON, one cannot pretend to be a line of the log
  return `${who}${reason === null ? '' : ` (${JSON.stringify(reason)})`}`;
}
