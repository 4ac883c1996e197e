import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { user } from '@k8s-pizza/slack-approval';
import { createTestApprovals } from '@k8s-pizza/slack-approval-testing';
import { onTestFinished, vi } from 'vitest';
import { type Given, type Program, type Refund, refundSchema, type Saved } from './programs/program.js';

/** The call that the model makes unless a test says otherwise. */
export const refund4711 = { id: 'call-1', tool: 'refund', input: { order: '4711', amount: 40 } } as const;

export const refundKind = {
  schema: refundSchema,
  title: ({ order }: Refund) => `Refund order ${order}?`,
  channel: 'C0PIZZA',
  approvers: [user('U0ALICE')],
} as const;

export function savedInMemory(): Saved {
  let text: string | null = null;
  return { load: () => text, save: (given) => (text = given) };
}

/** Approvals beside a simulated Slack, and agents whose tool asks for them. */
export async function createAgentWorld(kindChanges: { readonly inputs?: object } = {}) {
  const world = await createTestApprovals();
  onTestFinished(() => world.close());
  const refunds = world.approvals.define('refund', { ...refundKind, ...kindChanges });
  const done: string[] = [];
  const saved = savedInMemory();
  const folder = mkdtempSync(join(tmpdir(), 'agents-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const storageUrl = `file:${join(folder, 'mastra.db')}`;
  const run = (program: Program, changes: Partial<Given> = {}) =>
    program({
      refunds,
      conversation: 'chat-7',
      calls: [refund4711],
      refund: ({ order, amount }) => {
        done.push(`refunded ${amount} of ${order}`);
        return `refunded ${amount}`;
      },
      look: (order) => {
        done.push(`looked at ${order}`);
        return `${order} is paid`;
      },
      saved,
      storageUrl,
      ...changes,
    });
  // a program of a framework takes a while to start
  const expectCard: typeof world.expectCard = (query) =>
    vi.waitFor(
      async () => {
        await world.settle();
        return await world.expectCard(query);
      },
      { timeout: 30_000, interval: 50 },
    );
  const patient = { ...world, expectCard };
  return { ...patient, refunds, done, saved, storageUrl, run, ...editing(patient) };
}

function editing({ slack, approvals, expectCard }: Awaited<ReturnType<typeof createTestApprovals>>) {
  return {
    /** Approves in the form of a kind with one input, with this value in it. */
    async approveWith(value: string) {
      const { channelId, ts, blocks } = await expectCard();
      const [actionId = ''] = /approval:[^":]+:approve\b/.exec(JSON.stringify(blocks)) ?? [];
      await slack.click({ userId: 'U0ALICE', channelId, ts, actionId });
      await approvals.flush();
      const [form] = slack.views('U0ALICE');
      await slack.submit({ userId: 'U0ALICE', viewId: form?.id ?? '', values: { edit_0: value } });
      await approvals.flush();
    },
  };
}
