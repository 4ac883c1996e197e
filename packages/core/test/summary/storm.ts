import { type Approval, type Approvals, createApprovals } from '@k8s-pizza/slack-approval';
import type { ApprovalStore, Row } from '@k8s-pizza/slack-approval/store';
import type { SimulatedMessage } from '@k8s-pizza/slack-simulator';
import { readChannelRow, type SummaryCopy } from '../../src/pace/channel-row.js';
import { withSummaryDue } from '../../src/pace/summary-due.js';
import { changeReserved, loadReserved } from '../../src/storage/reserved-row.js';
import {
  createWorld,
  minute,
  type Order,
  orderOptions,
  present,
  type World,
  type WorldOptions,
} from '../world/world.js';

export interface Storm extends World {
  /** A process that posts no cards of orders, as it does not define them: it takes up the rows of channels. */
  readonly keeper: Approvals;
  /** Asks, in a process without Slack: the cards wait. */
  askMany(count: number, sizeOf?: (index: number) => string): Promise<readonly Approval<Order>[]>;
  /** Says that many cards wait in the channel, as the process does that posts them. */
  mark(channelId?: string): Promise<void>;
  /** Takes up the rows of channels that are due. */
  keep(): Promise<void>;
  /** As much later as that. */
  later(ms: number): Promise<void>;
  /** The same, where a process has worked on the cards meanwhile. */
  afterWork(ms: number): Promise<void>;
}

/** Slack, and many approvals whose cards wait for their turn. */
export async function storm(options: WorldOptions = {}): Promise<Storm> {
  const world = await createWorld({ kind: { card: ({ size }) => ({ title: `Order ${size}?` }) }, ...options });
  const { store, clock } = world;
  const asking = createApprovals({ store, clock, logger: world.log });
  const orders = asking.define(
    'order',
    orderOptions({ card: ({ size }) => ({ title: `Order ${size}?` }), ...options.kind }),
  );
  const keeper = keeperOf(world);
  const keep = async () => {
    await keeper.processDue();
    await keeper.flush();
  };
  return {
    ...world,
    keeper,
    async askMany(count, sizeOf = (index) => `pizza ${index}`) {
      const asked: Approval<Order>[] = [];
      for (let index = 0; index < count; index += 1)
        asked.push((await orders.ask({ size: sizeOf(index) }, { requester: 'alertmanager' })).approval);
      return asked;
    },
    mark: (channelId = 'C0PIZZA') => mark(world, channelId),
    keep,
    async later(ms) {
      clock.advance(ms);
      await keep();
    },
    async afterWork(ms) {
      clock.advance(ms);
      const { rows } = await store.list({ status: 'pending', limit: 1_000 });
      for (const row of rows) await store.put({ ...row, dueAt: clock() + minute }, row.version);
      await keep();
    },
  };
}

/** Another process that looks after channels. */
export function keeperOf(world: World, store: ApprovalStore = world.store): Approvals {
  const keeper = world.again({ store });
  keeper.define('another-kind', orderOptions());
  return keeper;
}

async function mark({ store, clock }: World, channelId: string): Promise<void> {
  await changeReserved({ store, namespace: 'default' }, 'channel', channelId, (before) => {
    const { channel, dueAt } = withSummaryDue(before, readChannelRow(before, channelId), clock());
    const { leaseToken: token, leaseUntil: until } = before ?? { leaseToken: null, leaseUntil: null };
    return { body: JSON.stringify(channel), dueAt, lease: token === null || until === null ? null : { token, until } };
  });
}

export async function channelRow({ store }: World, channelId = 'C0PIZZA'): Promise<Row> {
  return present(await loadReserved({ store, namespace: 'default' }, 'channel', channelId));
}

/** What the channel's row says of its summary; null once that is over. */
export async function summaryOf(world: World, channelId = 'C0PIZZA'): Promise<SummaryCopy | null> {
  return readChannelRow(await channelRow(world, channelId), channelId).summary;
}

/** What everybody sees in a channel, oldest first. */
export function seenIn({ slack }: World, channelId = 'C0PIZZA'): readonly SimulatedMessage[] {
  return slack.messages(channelId).filter(({ ephemeralFor }) => ephemeralFor === null);
}

export function calls({ slack }: World, method: string): number {
  return slack.traffic.filter((entry) => entry.direction === 'in' && entry.method === method).length;
}

/** Stores so many more rows like this one, under ids that come after the row's in a list. */
export async function copyRow(
  { store }: World,
  row: Row,
  count: number,
  change: (row: Row) => Row = (one) => one,
): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const id = `a${String(index)
      .replace(/./g, (digit) => 'abcdefghij'[Number(digit)] ?? '')
      .padStart(25, 'a')}`;
    await store.put(change({ ...row, id, body: row.body.replaceAll(row.id, id) }), 0);
  }
}
