import {
  type Approval,
  type Approvals,
  type Choice,
  type CommonOptions,
  createApprovals,
  type DecidedByRules,
  type Kind,
  type KindOptions,
  user,
  usergroup,
  verifyHistory,
  webhook,
} from '@k8s-pizza/slack-approval';
import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';
import { type FixedClock, fixedClock } from '@k8s-pizza/slack-approval-testing';
import { createSlackSimulator, type Sent, type SlackSimulator } from '@k8s-pizza/slack-simulator';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { ScenarioHost, StartScenarioHost } from './host.js';
import { createReceiver, type Receiver } from './receiver.js';
import { type SeenCard, seenCard } from './seen-card.js';

export const second = 1_000;
export const hour = 3_600_000;
export const channelId = 'C0PIZZA';

export interface Order {
  readonly size: string;
}

type Verb = 'approve' | 'reject' | 'details' | 'retry_delivery' | `${'approve' | 'reject'}:${string}`;
type AskOptions = Partial<Parameters<Kind<Order, Order>['ask']>[1]>;
type Target = Pick<Approval<unknown>, 'id' | 'copies'>;

/** One Slack, one host, one store and one receiver, on a clock that is moved by hand. */
export interface World {
  readonly slack: SlackSimulator;
  readonly approvals: Approvals;
  readonly orders: Kind<Order, Order>;
  /** The same with choices: now, or for the next shift, or not at all. */
  readonly choosing: Kind<Order, Order>;
  /** Orders whose size the person who approves may change: one approval decides. */
  readonly editable: Kind<Order, Order>;
  readonly receiver: Receiver;
  readonly clock: FixedClock;
  /** Asks for an order, and waits until its card is in the channel. */
  ask(options?: AskOptions, kind?: Kind<Order, Order>): Promise<Approval<unknown>>;
  /** Asks for an order that two stages decide, as `ask` does. */
  askInStages(): Promise<Approval<unknown>>;
  /** Presses a button of the card, and does not wait for what comes of it. */
  click(userId: string, target: Target, verb: Verb): Promise<Sent>;
  /** Both people on call approve, one after the other. */
  approve(target: Target): Promise<readonly Sent[]>;
  /** Waits for what was left to do, then does what is due within seconds: cards follow a decision at their own pace. */
  catchUp(): Promise<void>;
  /** The approval's one card, as every person in the channel sees it. */
  card(target: Target): SeenCard;
  /** The last thing that this person alone was told in the channel. */
  told(userId: string): string | undefined;
  record(id: string): Promise<Approval<unknown>>;
  /** What the record says happened, in this order; its chain of hashes is checked on the way. */
  happened(id: string): Promise<readonly unknown[]>;
  close(): Promise<void>;
}

export interface WorldOptions {
  readonly start: StartScenarioHost;
  readonly store: ApprovalStore;
}

interface OfOrders {
  readonly schema: StandardSchemaV1<Order>;
}

function commonOptions(receiver: Receiver): CommonOptions<Order> & OfOrders {
  return {
    schema: { '~standard': { version: 1, vendor: 'test', validate: readOrder } },
    card: ({ size }) => ({ title: 'Order pizza?', fields: { Size: size } }),
    channel: channelId,
    reason: { reject: 'required' },
    expiresIn: '1h',
    steps: ['prep', 'bake', 'delivery'],
    onDecision: webhook(receiver.url, { secret: receiver.secret }),
  };
}

const choices: readonly Choice[] = [
  { id: 'now', label: 'Order now', answer: 'approve', style: 'primary' },
  { id: 'next-shift', label: 'Order for the next shift', answer: 'approve' },
  { id: 'no', label: 'No', answer: 'reject', style: 'danger' },
];

function orderOptions(receiver: Receiver): CommonOptions<Order> & DecidedByRules<Order> & OfOrders {
  return { ...commonOptions(receiver), approvers: [usergroup('S0ONCALL')], quorum: { approve: 2 } };
}

/** Carol decides first, then one of those on call, who get a card of their own. */
function stagedOptions(receiver: Receiver): KindOptions<Order> & OfOrders {
  return {
    ...commonOptions(receiver),
    stages: ({ size }) => [
      { name: 'Security', approvers: [user('U0CAROL')] },
      { name: 'Operations', approvers: [usergroup('S0ONCALL')], quorum: size === 'huge' ? 2 : 1, channel: 'C0OPS' },
    ],
  };
}

function readOrder(value: unknown): { readonly value: Order } | { readonly issues: readonly { message: string }[] } {
  if (typeof value === 'object' && value !== null && 'size' in value && typeof value.size === 'string')
    return { value: { size: value.size } };
  return { issues: [{ message: 'no size' }] };
}

const sizes = ['small', 'large'] as const;

const silent = () => undefined;
const quiet = { debug: silent, info: silent, warn: silent, error: silent };

export async function createWorld({ start, store }: WorldOptions): Promise<World> {
  // the hour of the machine: Bolt knows no other clock, and takes no request that is older than five minutes
  const clock = fixedClock(Date.now());
  const [slack, receiver] = await Promise.all([createSlackSimulator({ clock, rateLimits: false }), createReceiver()]);
  const { botToken: token, signingSecret, apiUrl } = slack;
  const approvals = createApprovals({ slack: { token, signingSecret, apiUrl }, store, clock, logger: quiet });
  const orders = approvals.define('pizza-order', orderOptions(receiver));
  const choosing = approvals.define('pizza-choice', { ...orderOptions(receiver), choices });
  const editable = approvals.define('editable-order', {
    ...orderOptions(receiver),
    quorum: { approve: 1 },
    inputs: { size: { type: 'select', label: 'Size', options: sizes.map((size) => ({ value: size, label: size })) } },
  });
  const staged = approvals.define('staged-order', stagedOptions(receiver));
  const host = await start(approvals, slack);
  slack.requestUrl = host.url;
  return {
    ...{ slack, approvals, orders, choosing, editable, receiver, clock },
    ...doings({ slack, approvals, orders, staged, clock, host }),
    ...sights({ slack, approvals }),
    async close() {
      await approvals.stop();
      await host.close();
      await Promise.all([slack.close(), receiver.close()]);
    },
  };
}

type Parts = Pick<World, 'slack' | 'approvals' | 'orders' | 'clock'> & {
  readonly staged: World['orders'];
  readonly host: ScenarioHost;
};

function doings({ slack, approvals, orders, staged, clock, host }: Parts) {
  const click = (userId: string, { copies: [copy] }: Target, verb: Verb) =>
    slack.click({ userId, channelId, ts: copy?.ts ?? '', actionId: `approval:default:${verb}` });
  const askFor = async (kind: World['orders'], options: Parameters<World['ask']>[0] = {}) => {
    // a channel takes one card a second
    clock.advance(2 * second);
    const { approval } = await kind.ask({ size: 'large' }, { requester: 'alertmanager', ...options });
    await approvals.flush();
    return present(await approvals.get(approval.id));
  };
  return {
    ask: async (options = {}, kind = orders) => await askFor(kind, options),
    askInStages: async () => await askFor(staged),
    click,
    async approve(target) {
      const sent: Sent[] = [];
      for (const userId of ['U0ALICE', 'U0BOB']) {
        sent.push(await click(userId, target, 'approve'));
        await host.workOff();
      }
      return sent;
    },
    async catchUp() {
      await approvals.flush();
      await host.workOff();
      clock.advance(6 * second);
      await host.takeUpDue();
      await host.workOff();
    },
  } satisfies Partial<World>;
}

function sights({ slack, approvals }: Pick<World, 'slack' | 'approvals'>) {
  return {
    card({ id }) {
      const messages = slack.messages(channelId).filter((one) => one.ephemeralFor === null && one.threadTs === null);
      const [card, ...others] = messages.filter(({ blocks }) => JSON.stringify(blocks).includes(id));
      if (others.length > 0) throw new Error(`There are ${others.length + 1} cards of ${id}.`);
      return seenCard(present(card));
    },
    told: (userId) => slack.messages(channelId).findLast(({ ephemeralFor }) => ephemeralFor === userId)?.text,
    record: async (id) => present(await approvals.get(id)),
    async happened(id) {
      const history = await approvals.history(id);
      if (!verifyHistory(history).whole) throw new Error(`The history of ${id} is not whole.`);
      return history.map(({ event }) => event['type']);
    },
  } satisfies Partial<World>;
}

function present<Value>(value: Value | null | undefined): Value {
  if (value === null || value === undefined) throw new Error('It is not there.');
  return value;
}
