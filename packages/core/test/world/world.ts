import {
  type Approval,
  type Approvals,
  type CreateApprovalsOptions,
  createApprovals,
  type Kind,
  type KindOptions,
  memoryStore,
  type SlackOptions,
  user,
} from '@k8s-pizza/slack-approval';
import type { HostContext } from '@k8s-pizza/slack-approval/host';
import type { ApprovalStore, Row } from '@k8s-pizza/slack-approval/store';
import { type FixedClock, fixedClock, listenOnLoopback } from '@k8s-pizza/slack-approval-testing';
import { createSlackSimulator, type SlackSimulator, type SlackSimulatorOptions } from '@k8s-pizza/slack-simulator';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { onTestFinished } from 'vitest';
import { type Log, recordingLogger } from './log.js';

export const start = Date.UTC(2026, 0, 1, 10);
export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

export interface Order {
  readonly size: string;
}

/** A schema that lets everything pass: what it returns is checked by the library alone. */
export function anyPayload<Payload>(): StandardSchemaV1<Payload> {
  return { '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value: value as Payload }) } };
}

export type OrderOptions = KindOptions<Order> & { readonly schema: StandardSchemaV1<Order> };

/** Alice, Bob or Carol may decide a pizza order, posted in #pizza; its decisions are taken in and kept nowhere. */
export function orderOptions(change: Partial<OrderOptions> = {}): OrderOptions {
  return {
    schema: anyPayload<Order>(),
    card: ({ size }) => ({ title: 'Order pizza?', fields: { Size: size } }),
    channel: 'C0PIZZA',
    approvers: [user('U0ALICE'), user('U0BOB'), user('U0CAROL')],
    onDecision: async () => undefined,
    ...change,
    // as: a change to stages leaves out the approvers
  } as OrderOptions;
}

export interface WorldOptions {
  readonly slack?: SlackSimulatorOptions;
  readonly access?: Partial<SlackOptions>;
  readonly store?: ApprovalStore;
  readonly kind?: Partial<OrderOptions>;
  readonly options?: Partial<CreateApprovalsOptions>;
}

/** A Slack, approvals behind a real HTTP server in front of it, and one kind of them. */
export interface World {
  readonly slack: SlackSimulator;
  readonly approvals: Approvals;
  readonly orders: Kind<Order, Order>;
  readonly clock: FixedClock;
  readonly store: ApprovalStore;
  readonly log: Log;
  /** What a host gives to `receive` beside the request. */
  context: HostContext | undefined;
  /** Another process on the same store and Slack. */
  again(options?: Partial<CreateApprovalsOptions>): Approvals;
  /** Asks, and waits until the card stands in its channel. */
  ask(payload?: Order, options?: Partial<Parameters<Kind<Order, Order>['ask']>[1]>): Promise<Approval<Order>>;
  get(id: string): Promise<Approval<unknown>>;
  row(id: string): Promise<Row>;
  /** Does what is due now, for as long as something is. */
  work(): Promise<void>;
}

export async function createWorld(world: WorldOptions = {}): Promise<World> {
  const clock = fixedClock(start);
  const slack = await createSlackSimulator({ clock, ...world.slack });
  const log = recordingLogger();
  const store = world.store ?? memoryStore();
  const common = {
    slack: { token: slack.botToken, signingSecret: slack.signingSecret, apiUrl: slack.apiUrl, ...world.access },
    store,
    clock,
    logger: log,
    ...world.options,
  };
  const approvals = createApprovals(common);
  const orders = approvals.define('order', orderOptions(world.kind));
  const context: { now: HostContext | undefined } = { now: undefined };
  const host = await serve(approvals, () => context.now);
  slack.requestUrl = host.url;
  onTestFinished(async () => {
    await slack.close();
    await host.close();
  });

  const get = async (id: string) => present(await approvals.get(id));
  const work = async () => {
    await approvals.flush();
    await approvals.processDue();
    await approvals.flush();
  };
  return {
    slack,
    approvals,
    orders,
    clock,
    store,
    log,
    get context() {
      return context.now;
    },
    set context(given) {
      context.now = given;
    },
    again: (options = {}) => createApprovals({ ...common, ...options }),
    async ask(payload = { size: 'large' }, options = {}) {
      const { approval } = await orders.ask(payload, { requester: 'alertmanager', ...options });
      await approvals.flush();
      for (let tries = 0; tries < 20 && (await get(approval.id)).copies.some((copy) => copy.ts === null); tries += 1) {
        // a channel takes one card a second
        clock.advance(second);
        await work();
      }
      return (await get(approval.id)) as Approval<Order>;
    },
    get,
    row: async (id) => present(await store.get(id)),
    work,
  };
}

/** `node:http` in front of `receive`. */
async function serve(approvals: Approvals, context: () => HostContext | undefined) {
  const { url, close } = await listenOnLoopback(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const header = (name: string) => request.headers[name.toLowerCase()]?.toString();
    const raw = { method: request.method ?? '', header, body: Buffer.concat(chunks) };
    const { status, headers, body } = await approvals.handleRaw(raw, context());
    response.writeHead(status, headers).end(body);
  });
  return { url: `${url}/slack/actions`, close };
}

/** The value, where a test knows that there is one. */
export function present<Value>(value: Value | null | undefined): Value {
  if (value === null || value === undefined) throw new Error('A value was expected here.');
  return value;
}
