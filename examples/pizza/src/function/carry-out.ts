import { type Decision, SlackApprovalError } from '@k8s-pizza/slack-approval';
import type { Orders } from '../kubernetes/orders.js';
import type { ApprovalTracer } from '../operations/approval-trace.js';
import { pizzaOrder } from '../pizza-order.js';

export interface CarryOutParts {
  readonly orders: Orders;
  readonly log: (line: string) => void;
  /** @default nothing is traced */
  readonly tracer?: ApprovalTracer | null;
}

/**
 * Orders what was approved, once however often it is told; of every other decision it notes who decided, and why.
 *
 * @throws {SlackApprovalError} delivery_rejected — it can never be ordered, however often it is sent
 */
export async function carryOut(
  { orders, log, tracer = null }: CarryOutParts,
  decision: Decision<unknown>,
): Promise<void> {
  const { approvalId, outcome } = decision;
  if (outcome !== 'approved') {
    log(`order function: ${approvalId} is ${outcome}${byWhom(decision)}, so nothing is ordered`);
    return;
  }
  const read = pizzaOrder.safeParse(decision.payload);
  if (!read.success)
    throw new SlackApprovalError('delivery_rejected', `What ${approvalId} approves is no order of this version.`);
  const startAt = Date.now();
  const drawn = (end: object): void => tracer?.span(approvalId, { name: 'order', startAt, endAt: Date.now(), ...end });
  const result = await orders.createOrFind(decision, read.data).catch((error: unknown) => {
    drawn({ problem: 'not created' });
    throw error;
  });
  drawn({ attributes: { 'order.result': result } });
  log(`order function: the PizzaOrder of ${approvalId} was ${result}`);
}

function byWhom({ decidedBy, reason }: Decision<unknown>): string {
  const who = decidedBy.length === 0 ? '' : ` by ${decidedBy.map(({ userId }) => userId).join(', ')}`;
  // people write reasons: as JSON, one cannot pretend to be a line of the log
  return `${who}${reason === null ? '' : ` (${JSON.stringify(reason)})`}`;
}
