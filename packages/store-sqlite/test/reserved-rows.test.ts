import { type Approvals, createApprovals, memoryStore, user } from '@k8s-pizza/slack-approval';
import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';
import { aRow, fixedClock } from '@k8s-pizza/slack-approval-testing';
import { createSlackSimulator } from '@k8s-pizza/slack-simulator';
import { describe, expect, onTestFinished, test } from 'vitest';
import { sqliteStore } from '../src/index.js';

const now = aRow().askedAt;
const minute = 60_000;
const alice = { userId: 'U0ALICE', teamId: 'T0PIZZA', enterpriseId: null };

/** An id as approvals have them. */
const idOf = (index: number) =>
  `a${String(index)
    .replace(/\d/g, (digit) => 'abcdefghij'[Number(digit)] ?? '')
    .padEnd(25, 'z')}`;

/** A row as it is kept for a channel: due for long, and without an approval. */
const aChannel = (index: number, namespace = 'default') =>
  aRow({
    id: idOf(index),
    queue: `~/${namespace}/channel`,
    status: 'reserved',
    requesterId: null,
    askedAt: 0,
    dueAt: now - 60 * minute,
  });

async function putChannels(store: ApprovalStore, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) await store.put(aChannel(index), 0);
  await store.put(aChannel(count, 'team-b'), 0);
}

async function aWorld(store: ApprovalStore, approvalCount: number) {
  onTestFinished(() => store.close());
  const clock = fixedClock(now);
  const warnings: string[] = [];
  const ignore = () => undefined;
  const logger = {
    debug: ignore,
    info: ignore,
    error: ignore,
    warn: (text: unknown) => void warnings.push(String(text)),
  };
  const simulator = await createSlackSimulator({ clock });
  onTestFinished(() => simulator.close());
  const { botToken: token, signingSecret, apiUrl } = simulator;
  const approvals = createApprovals({ store, clock, logger, slack: { token, signingSecret, apiUrl } });
  const kind = approvals.define<string, string>('pizza-order', {
    schema: { '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value: String(value) }) } },
    card: (size) => ({ title: `Order a ${size} pizza?` }),
    channel: 'C0PIZZA',
    approvers: [user('U0ALICE')],
    onDecision: async () => undefined,
  });
  const ids: string[] = [];
  for (let index = 0; index < approvalCount; index += 1) {
    ids.unshift((await kind.ask('large', { requester: 'shop' })).approval.id);
    clock.advance(1);
  }
  await approvals.flush();
  return { approvals, clock, warnings, ids };
}

async function readPages(approvals: Approvals, limit: number): Promise<string[][]> {
  const pages: string[][] = [];
  let after: string | null = null;
  do {
    const page = await approvals.list({ limit, after });
    pages.push(page.approvals.map(({ id }) => id));
    after = page.next;
  } while (after !== null && pages.length < 200);
  return pages;
}

const stores: readonly (readonly [name: string, open: () => ApprovalStore])[] = [
  ['in memory', memoryStore],
  ['on SQLite', () => sqliteStore(':memory:')],
];

describe.each(stores)('rows that belong to no approval, %s,', (_, open) => {
  test.each([1, 2, 3, 4, 5, 100])('are in no page of a list: every page of %i but the last is full', async (limit) => {
    const store = open();
    const { approvals, ids } = await aWorld(store, 4);
    await putChannels(store, 7);

    const pages = await readPages(approvals, limit);

    expect(pages.flat()).toEqual(ids);
    expect(pages).toHaveLength(Math.ceil(4 / limit));
  });

  test('are no page where there is no approval', async () => {
    const store = open();
    const { approvals } = await aWorld(store, 0);
    await putChannels(store, 120);

    expect(await approvals.list()).toEqual({ approvals: [], next: null });
    expect(await approvals.list({ attention: false, limit: 1 })).toEqual({ approvals: [], next: null });
    expect(await approvals.list({ attention: true, limit: 1 })).toEqual({ approvals: [], next: null });
  });

  test('do not wait for a person, and make nothing partial', async () => {
    const store = open();
    const { approvals, ids } = await aWorld(store, 100);
    await putChannels(store, 7);

    const waiting = await approvals.pendingFor(alice);

    expect(waiting.approvals.map(({ id }) => id)).toEqual(ids);
    expect(waiting.isPartial).toBe(false);
  });

  test('are found by no id, changed by no command and claimed for no kind', async () => {
    const store = open();
    const { approvals } = await aWorld(store, 0);
    const row = { ...aChannel(0), queue: '~/default/health' };
    await store.put(row, 0);

    const id = idOf(0);
    expect(await approvals.get(id)).toBeNull();
    expect(await approvals.history(id)).toEqual([]);
    expect(await approvals.withdraw(id, { by: 'shop', reason: 'none' })).toMatchObject({ code: 'not_found' });
    expect(await approvals.repost(id)).toMatchObject({ code: 'not_found' });
    expect(await approvals.processDue()).toEqual({ claimedCount: 0 });
    expect(await store.get(id)).toEqual({ ...row, version: 1 });
  });

  test('are no kind that nobody works on, and hide none', async () => {
    const store = open();
    const { approvals, warnings } = await aWorld(store, 0);
    await putChannels(store, 120);

    await approvals.processDue();
    const before = [...warnings];
    await store.put(aRow({ queue: 'default/forgotten', dueAt: now - 60 * minute }), 0);
    const again = await aWorld(store, 0);
    await again.approvals.processDue();

    expect(before).toEqual([]);
    expect(again.warnings).toEqual([expect.stringContaining('no process works on this kind')]);
  });
});
