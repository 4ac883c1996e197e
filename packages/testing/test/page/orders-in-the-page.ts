import {
  type CommonOptions,
  createApprovals,
  type DecidedByRules,
  type Messages,
  memoryStore,
  user,
  usergroup,
} from '@k8s-pizza/slack-approval';
import { createSlackSimulator } from '@k8s-pizza/slack-simulator';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { launchBrowser } from 'test-browser/launch-browser';
import { onTestFinished } from 'vitest';
import { serve, startPlainHost } from '../contracts/plain-host.js';

export interface Order {
  readonly size: string;
  readonly slices?: number;
}

export const anything: StandardSchemaV1<Order> = {
  '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value: value as Order }) },
};

/** A whole app in front of the page, on one clock with the simulator. */
export async function startOrders(
  rules: Partial<CommonOptions<Order> & DecidedByRules<Order>> = {},
  messages: Partial<Messages> = {},
) {
  let aheadMs = 0;
  const clock = () => Date.now() + aheadMs;
  /** Moves the clock on, so that what is asked next is newer. */
  const advance = (ms: number): void => {
    aheadMs += ms;
  };
  const slack = await createSlackSimulator({
    clock,
    onClockJump: advance,
    upcoming: async () => {
      const { approvals: pending } = await approvals.list({ status: 'pending' });
      return pending.flatMap(({ expiresAt }) => (expiresAt === null ? [] : [{ label: 'Expiry', at: expiresAt }]));
    },
  });
  const approvals = createApprovals({
    store: memoryStore(),
    slack: { token: slack.botToken, signingSecret: slack.signingSecret, apiUrl: slack.apiUrl },
    clock,
    messages,
  });
  const delivered: string[] = [];
  const staged = approvals.define('staged-order', {
    schema: anything,
    channel: 'C0PIZZA',
    title: ({ size }) => `Order a ${size} pizza in stages?`,
    stages: [
      { name: 'Security', approvers: [user('U0ALICE')] },
      { name: 'Operations', approvers: [user('U0BOB')] },
    ],
    vetoers: [user('U0CAROL')],
    onDecision: async ({ outcome }) => void delivered.push(outcome),
  });
  const orders = approvals.define('order', {
    schema: anything,
    channel: 'C0PIZZA',
    card: ({ size }) => ({ title: `Order a ${size} pizza?` }),
    approvers: [usergroup('S0ONCALL')],
    expiresIn: '4h',
    onDecision: async ({ outcome, choice }) => void delivered.push(choice ?? outcome),
    ...rules,
  });
  const host = await startPlainHost(serve)(approvals);
  slack.requestUrl = host.url;
  approvals.start({ pollEvery: '50ms' });
  const browser = await launchBrowser();
  onTestFinished(async () => {
    await browser.close();
    await approvals.stop();
    await host.close();
    await slack.close();
  });
  const page = await browser.newPage({ viewport: { width: 1400, height: 800 } });
  page.setDefaultTimeout(15_000);
  await page.goto(`${slack.pageUrl}#as=U0ALICE&in=C0PIZZA`);
  return { approvals, orders, staged, page, delivered, slack, advance };
}
