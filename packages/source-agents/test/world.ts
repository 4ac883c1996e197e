import { type UserRule, user } from '@k8s-pizza/slack-approval';
import { createTestApprovals } from '@k8s-pizza/slack-approval-testing';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { type CallKind, describeToolCall, type GateOptions, type IdentifiedCall, type ToolCall } from '../src/index.js';

const refundSchema = z.object({ order: z.string(), amount: z.number() });
type Refund = z.infer<typeof refundSchema>;

export const refund4711: IdentifiedCall = { tool: 'refund', input: { order: '4711', amount: 40 }, callId: 'call-1' };

/** Approvals beside a simulated Slack, with a kind for refunds and one for every other tool. */
export async function createWorld() {
  const world = await createTestApprovals();
  onTestFinished(() => world.close());
  const common = { channel: 'C0PIZZA', approvers: [user('U0ALICE')] };
  const refunds = world.approvals.define('refund', {
    ...common,
    schema: refundSchema,
    title: ({ order }: Refund) => `Refund order ${order}?`,
    inputs: { amount: { type: 'number', label: 'Amount' } },
  });
  const anything = world.approvals.define<ToolCall>('any-tool', { ...common, card: describeToolCall });
  const optionsWith = (changes: Partial<GateOptions> = {}) => ({
    tools: { refund: refunds },
    requester: 'support agent',
    conversation: 'chat-7',
    ...changes,
  });
  return { ...world, refunds, anything, optionsWith };
}

type World = Awaited<ReturnType<typeof createWorld>>;

/** Approves the one card in the form of its kind, with another amount. */
export async function approveWith({ slack, approvals, expectCard }: World, amount: string): Promise<void> {
  const { channelId, ts, blocks } = await expectCard();
  const [actionId = ''] = /approval:[^":]+:approve\b/.exec(JSON.stringify(blocks)) ?? [];
  await slack.click({ userId: 'U0ALICE', channelId, ts, actionId });
  await approvals.flush();
  const [form] = slack.views('U0ALICE');
  await slack.submit({ userId: 'U0ALICE', viewId: form?.id ?? '', values: { edit_0: amount } });
  await approvals.flush();
}

export const bob: UserRule = user('U0BOB');

/** A kind that nothing may ask. */
export const unasked: CallKind = {
  ask: () => Promise.reject(new Error('nobody should be asked')),
  waitForDecision: () => Promise.reject(new Error('nobody should wait')),
  withdraw: () => Promise.reject(new Error('nothing should be withdrawn')),
};
