import { createApprovals, type KindOptions, memoryStore, user } from '@k8s-pizza/slack-approval';
import type { RawResponse } from '@k8s-pizza/slack-approval/host';
import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';
import { fixedClock } from '@k8s-pizza/slack-approval-testing';
import { createSlackSimulator } from '@k8s-pizza/slack-simulator';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { alertName, type ReceiveAlertsOptions, receiveAlerts } from '../src/index.js';

export const start = Date.UTC(2026, 10, 22, 10);
export const second = 1_000;
export const minute = 60 * second;
export const token = 'a-token-of-alertmanager';

const order = z.object({ pizza: z.string(), alert: z.string() });
export type Order = z.infer<typeof order>;

interface Given {
  readonly store?: ApprovalStore;
  readonly options?: Partial<ReceiveAlertsOptions<Order>>;
  readonly kind?: Partial<KindOptions<Order>>;
}

/** A Slack, approvals of one kind, and the receiving end of Alertmanager's webhook in front of them. */
export async function createWorld({ store = memoryStore(), options, kind }: Given = {}) {
  const clock = fixedClock(start);
  const slack = await createSlackSimulator({ clock });
  const { botToken, signingSecret, apiUrl } = slack;
  const access = { token: botToken, signingSecret, apiUrl };
  const approvals = createApprovals({ slack: access, store, clock, logger: silent });
  onTestFinished(async () => {
    await approvals.stop();
    await slack.close();
  });
  const orderOptions = {
    schema: order,
    channel: 'C0PIZZA',
    card: ({ pizza, alert }: Order) => ({ title: 'Order pizza?', fields: { Pizza: pizza, Alert: alert } }),
    approvers: [user('U0ALICE')],
    onDecision: async () => undefined,
    ...kind,
    // as: no change here is about stages
  } as KindOptions<Order> & { readonly schema: typeof order };
  const orders = approvals.define('pizza-order', orderOptions);
  const told: (readonly unknown[])[] = [];
  const tell = (...parts: unknown[]) => void told.push(parts);
  const logger = { debug: tell, info: tell, warn: tell, error: tell };
  const receiver = (change: Partial<ReceiveAlertsOptions<Order>> = {}) =>
    receiveAlerts<Order>({
      authentication: { bearer: token },
      asks: orders,
      alerts: [{ alertname: 'HighCPUUsage' }],
      payload: (group) => ({ pizza: 'large', alert: alertName(group) }),
      logger,
      clock,
      ...options,
      ...change,
    });
  const receive = receiver();
  const work = async () => {
    await approvals.flush();
    // a channel takes one card a second, and a card is redrawn every five
    clock.advance(6 * second);
    await approvals.processDue();
    await approvals.flush();
  };
  return {
    slack,
    approvals,
    orders,
    clock,
    told,
    work,
    receive,
    /** Another process: what one keeps in its memory the other does not know. */
    receiver,
    async send(body: object, to = receive) {
      return answerOf(await to(request(body)));
    },
    cards: () => slack.messages('C0PIZZA').filter(({ ephemeralFor }) => ephemeralFor === null),
    async pending() {
      return (await approvals.list({ status: 'pending' })).approvals;
    },
  };
}

const nothing = () => undefined;
const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/** A request as Alertmanager makes it. */
export function request(body: object | string | Uint8Array, headers: Readonly<Record<string, string>> = {}) {
  const given: Readonly<Record<string, string>> = {
    'content-type': 'application/json',
    authorization: `Bearer ${token}`,
    ...headers,
  };
  const bytes = body instanceof Uint8Array ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  return { method: 'POST', header: (name: string) => given[name.toLowerCase()], body: bytes };
}

export function answerOf({ status, body }: RawResponse) {
  return { status, ...JSON.parse(body) };
}
