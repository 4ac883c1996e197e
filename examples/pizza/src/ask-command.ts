import { z } from 'zod';
import { pizzaOrder } from './pizza-order.js';

const key = z.string().min(1).max(2_000);
const line = z.string().max(2_000);

/** What the order function tells the Slack app to do: the methods of `Asks`, as JSON. */
export const askCommand = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('ask'),
    payload: pizzaOrder,
    key,
    requester: z.string().min(1).max(200),
    context: z.array(line).max(50),
  }),
  z.strictObject({ type: z.literal('withdraw'), key, by: z.string().min(1).max(200), reason: line }),
  z.strictObject({ type: z.literal('replaceContext'), id: z.string().max(100), lines: z.array(line).max(50) }),
]);
export type AskCommand = z.infer<typeof askCommand>;

const askedApproval = z.object({ id: z.string(), status: z.string() });

/** What `ask` is answered. */
export const askAnswer = z.object({ approval: askedApproval, created: z.boolean() });

/** What `withdraw` and `replaceContext` are answered. */
export const changeAnswer = z.union([askedApproval, z.object({ code: z.string(), explanation: z.string() })]);
