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
import { serve, startPlainHost } from './contracts/plain-host.js';

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

/** What no call of a method tells. */
export interface StoreWork {
  /** Of the bodies of all rows that were put. */
  writtenBytes: number;
  /** Calls of `claimDue` that returned rows: a poll mostly finds nothing. */
  filledClaims: number;
}

function countingStore(store: ApprovalStore, add: (name: string) => void, work: StoreWork) {
  const counted =
    <Args extends readonly unknown[], Result>(name: string, call: (...args: Args) => Result) =>
    (...args: Args): Result => {
      add(name);
      return call(...args);
    };
  return {
    get: counted('get', store.get),
    put: counted('put', async (row, expectedVersion) => {
      work.writtenBytes += Buffer.byteLength(row.body);
      return await store.put(row, expectedVersion);
    }),
    claimDue: counted('claimDue', async (claim) => {
      const rows = await store.claimDue(claim);
      if (rows.length > 0) work.filledClaims += 1;
      return rows;
    }),
    list: counted('list', store.list),
    close: store.close,
  } satisfies ApprovalStore;
}

async function startReceiver(add: (name: string) => void) {
  return await listenOnLoopback((request, response) => {
    add('webhook');
    request.resume().once('end', () => response.end());
  });
}

/** A `fetch` that knows when the answer to a `chat.update` has been read. */
function updateAnswers() {
  let count = 0;
  const waiting: { readonly times: number; readonly end: () => void }[] = [];
  return {
    async fetch(input: Parameters<typeof fetch>[0], init?: RequestInit): Promise<Response> {
      const response = await fetch(input, init);
      const body = await response.arrayBuffer();
      if (String(input).endsWith('/chat.update')) count += 1;
      for (const { times, end } of waiting) if (times <= count) end();
      return new Response(body, response);
    },
    async read(times: number): Promise<void> {
      if (count < times) await new Promise<void>((end) => void waiting.push({ times, end }));
      // what the app makes of an answer that is there takes no time, but some turns
      for (let turns = 0; turns < 20; turns += 1) await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

export interface CountingOptions {
  readonly approvers?: ApproverRule[];
  /** Where the card is posted; it is clicked in the first. */
  readonly channels?: readonly string[];
  readonly steps?: readonly string[];
}

/** An app on one clock with the simulator, in which everything that leaves it is counted. Close it when you are done. */
export async function startCounting(options: CountingOptions = {}) {
  const { approvers = [user('U0ALICE')], channels = ['C0PIZZA'], steps = ['prep', 'bake', 'deliver'] } = options;
  const clock = fixedClock(Date.UTC(2026, 0, 1, 10));
  const slack = await createSlackSimulator({ clock, channels: channels.map((id) => ({ id })) });
  const { add, take } = counter();
  const work: StoreWork = { writtenBytes: 0, filledClaims: 0 };
  const receiver = await startReceiver(add);
  const answers = updateAnswers();
  const approvals = createApprovals({
    store: countingStore(memoryStore(), add, work),
    slack: { token: slack.botToken, signingSecret: slack.signingSecret, apiUrl: slack.apiUrl, fetch: answers.fetch },
    clock,
  });
  const orders = approvals.define('order', {
    schema: anything,
    channel: channels,
    card: ({ size }) => ({ title: `Order a ${size} pizza?` }),
    approvers,
    expiresIn: '30m',
    steps,
    onDecision: webhook(receiver.url, { secret }),
  });
  const host = await startPlainHost(serve)(approvals);
  slack.requestUrl = host.url;
  let seen = 0;
  return {
    clock,
    approvals,
    steps,
    async close() {
      await approvals.stop();
      await host.close();
      await receiver.close();
      await slack.close();
    },
    ask: async (requester: string | UserRule = 'alertmanager') => {
      const { approval } = await orders.ask({ size: 'large' }, { requester });
      await approvals.flush();
      return approval.id;
    },
    click: async (verb: 'approve' | 'reject', userId = 'U0ALICE') => {
      const [channelId = ''] = channels;
      const { ts = '' } = slack.messages(channelId).at(-1) ?? {};
      const sent = await slack.click({ userId, channelId, ts, actionId: `approval:default:${verb}` });
      await approvals.flush();
      return sent.status;
    },
    /** Resolves when the app has read the answers to this many updates of the card in all. */
    updated: answers.read,
    /** What was done since the last time. */
    counts: async (): Promise<Counts> => {
      await approvals.flush();
      for (const { direction, method } of slack.traffic.slice(seen)) if (direction === 'in') add(method);
      seen = slack.traffic.length;
      return take();
    },
    takeStoreWork: (): Readonly<StoreWork> => {
      const taken = { ...work };
      Object.assign(work, { writtenBytes: 0, filledClaims: 0 });
      return taken;
    },
  };
}
