import {
  type ApproverRule,
  createApprovals,
  memoryStore,
  type UserRule,
  user,
  webhook,
} from '@k8s-pizza/slack-approval';
import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';
import { fixedClock, listenOnLoopback } from '@k8s-pizza/slack-approval-testing';
import { createSlackSimulator } from '@k8s-pizza/slack-simulator';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { onTestFinished } from 'vitest';
import { serve, startPlainHost } from './plain-host.js';

interface Order {
  readonly size: string;
}
const anything: StandardSchemaV1<Order> = {
  '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value: value as Order }) },
};

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

/** How often each thing was done. What was never done is not in it. */
export type Counts = Readonly<Record<string, number>>;

function counter() {
  let counts: Record<string, number> = {};
  return {
    add: (name: string): void => {
      counts[name] = (counts[name] ?? 0) + 1;
    },
    take: (): Counts => {
      const taken = counts;
      counts = {};
      return taken;
    },
  };
}

function countingStore(store: ApprovalStore, add: (name: string) => void): ApprovalStore {
  const counted =
    <Args extends readonly unknown[], Result>(name: string, call: (...args: Args) => Result) =>
    (...args: Args): Result => {
      add(name);
      return call(...args);
    };
  return {
    get: counted('get', store.get),
    put: counted('put', store.put),
    claimDue: counted('claimDue', store.claimDue),
    list: counted('list', store.list),
    close: store.close,
  };
}

async function startReceiver(add: (name: string) => void): Promise<string> {
  const { url, close } = await listenOnLoopback((request, response) => {
    add('webhook');
    request.resume().once('end', () => response.end());
  });
  onTestFinished(close);
  return url;
}

/** An app on one clock with the simulator, in which everything that leaves it is counted. */
export async function startCounting({ approvers = [user('U0ALICE')] }: { readonly approvers?: ApproverRule[] } = {}) {
  const clock = fixedClock(Date.UTC(2026, 0, 1, 10));
  const slack = await createSlackSimulator({ clock });
  const { add, take } = counter();
  const approvals = createApprovals({
    store: countingStore(memoryStore(), add),
    slack: { token: slack.botToken, signingSecret: slack.signingSecret, apiUrl: slack.apiUrl },
    clock,
  });
  const orders = approvals.define('order', {
    schema: anything,
    channel: 'C0PIZZA',
    card: ({ size }) => ({ title: `Order a ${size} pizza?` }),
    approvers,
    expiresIn: '30m',
    steps: ['prep', 'bake', 'deliver'],
    onDecision: webhook(await startReceiver(add), { secret }),
  });
  const host = await startPlainHost(serve)(approvals);
  slack.requestUrl = host.url;
  onTestFinished(async () => {
    await approvals.stop();
    await host.close();
    await slack.close();
  });
  let seen = 0;
  return {
    clock,
    approvals,
    ask: async (requester: string | UserRule = 'alertmanager') => {
      const { approval } = await orders.ask({ size: 'large' }, { requester });
      await approvals.flush();
      return approval.id;
    },
    click: async (verb: 'approve' | 'reject', userId = 'U0ALICE') => {
      const { ts = '' } = slack.messages('C0PIZZA').at(-1) ?? {};
      const sent = await slack.click({ userId, channelId: 'C0PIZZA', ts, actionId: `approval:default:${verb}` });
      await approvals.flush();
      return sent.status;
    },
    /** What was done since the last time. */
    counts: async (): Promise<Counts> => {
      await approvals.flush();
      for (const { direction, method } of slack.traffic.slice(seen)) if (direction === 'in') add(method);
      seen = slack.traffic.length;
      return take();
    },
  };
}
