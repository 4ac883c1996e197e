import { memoryStore } from '@k8s-pizza/slack-approval';
import type { HostContext } from '@k8s-pizza/slack-approval/host';
import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { agreeableTransport } from '../world/agreeable-transport.js';
import { deferred, isOver } from '../world/deferred.js';
import { present, type World } from '../world/world.js';
import { alice, withOrders } from './inbox.js';

const fakeTimers = () => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
afterEach(() => vi.useRealTimers());

/** Approvals on a store whose writes can be made slow, and the form that approves all of them. */
async function withForm(count: number, kind: Parameters<typeof withOrders>[1] = {}) {
  const base = memoryStore();
  const slow: { put: ApprovalStore['put'] | null } = { put: null };
  const store: ApprovalStore = { ...base, put: (row, version) => (slow.put ?? base.put)(row, version) };
  const sizes = Array.from({ length: count }, (_, index) => `no-${index + 1}`);
  const { world, approvals } = await withOrders(sizes, { ...kind, store, access: { transport: agreeableTransport() } });
  const entries = approvals.map(({ id, digest }) => `v1.${id}.${digest}`);
  const send = (context?: HostContext) =>
    world.approvals.handleVerified(
      {
        type: 'view_submission',
        api_app_id: 'A0APPROVAL',
        team: { id: 'T0PIZZA' },
        user: { id: alice, team_id: 'T0PIZZA' },
        view: {
          id: 'V1',
          hash: '1.2',
          callback_id: 'approval:default:selected_form:elsewhere',
          private_metadata: ['s1', '1767261700.000100', ...entries].join(' '),
          state: { values: {} },
        },
      },
      context,
    );
  // what answers forms is loaded by now, however long that takes
  await world.approvals.handleVerified({ type: 'view_closed', user: { id: alice }, view: { id: 'V1' } });
  return { world, approvals, base, slow, send };
}

/** What the form says of each, in a word. */
function results(body: string): readonly string[] {
  const { view } = JSON.parse(body);
  return view.blocks.map((block: unknown) => {
    const text = JSON.stringify(block);
    if (text.includes('✓')) return 'in';
    if (text.includes('not enough time')) return 'not answered';
    return text.includes('not known') ? 'not known' : text;
  });
}

async function statuses(world: World, approvals: readonly { readonly id: string }[]) {
  return await Promise.all(approvals.map(async ({ id }) => (await world.get(id)).status));
}

describe('a store that takes its time', () => {
  test('gets as many votes as there is time for; the others are said not to be cast, and are cast when it is sent again', async () => {
    const { world, approvals, base, slow, send } = await withForm(8);
    fakeTimers();
    slow.put = async (row, version) => {
      await new Promise((resolve) => setTimeout(resolve, 400));
      return await base.put(row, version);
    };

    const answering = send();
    await vi.advanceTimersByTimeAsync(2_700);
    const first = await answering;
    slow.put = null;
    vi.useRealTimers();

    expect(results(first.body)).toEqual([...Array(4).fill('in'), ...Array(4).fill('not answered')]);
    expect(await statuses(world, approvals)).toEqual([...Array(4).fill('approved'), ...Array(4).fill('pending')]);
    expect(results((await send()).body)).toEqual(Array(8).fill('in'));
    expect(await statuses(world, approvals)).toEqual(Array(8).fill('approved'));
  });

  test('and does not answer any more is said to be not known, and the answer comes within the three seconds', async () => {
    const { approvals, base, slow, send } = await withForm(4);
    fakeTimers();
    const second = present(approvals[1]).id;
    slow.put = async (row, version) =>
      await (row.id === second ? new Promise<never>(() => undefined) : base.put(row, version));

    const answering = send();
    await vi.advanceTimersByTimeAsync(2_800);

    expect(await isOver(answering)).toBe(true);
    expect(results((await answering).body)).toEqual(['in', 'not known', 'not answered', 'not answered']);
  });

  test('and fails at one vote leaves the others as they are', async () => {
    const { world, approvals, base, slow, send } = await withForm(3);
    const second = present(approvals[1]).id;
    slow.put = async (row, version) => {
      if (row.id === second) throw new Error('the disk is full');
      return await base.put(row, version);
    };

    const { status, body } = await send();

    expect(status).toBe(200);
    expect(results(body)).toEqual(['in', 'not known', 'in']);
    expect(body).not.toContain('disk');
    expect(await statuses(world, approvals)).toEqual(['approved', 'pending', 'approved']);
  });
});

describe('a host that waits for the work before it answers', () => {
  const gated = async (count: number) => {
    const gate = deferred();
    const delivered: string[] = [];
    const form = await withForm(count, {
      kind: {
        onDecision: async ({ approvalId }) => {
          await gate.promise;
          delivered.push(approvalId);
        },
      },
    });
    return { ...form, gate, delivered };
  };

  test('has all votes stored before it waits for the work of the first', async () => {
    const { world, approvals, gate, delivered, send } = await gated(3);

    const answering = send({ waitUntil: (work) => work });
    await expect.poll(() => statuses(world, approvals)).toEqual(Array(3).fill('approved'));
    const early = await isOver(answering);
    gate.resolve();
    const { body } = await answering;

    expect(early).toBe(false);
    expect(results(body)).toEqual(['in', 'in', 'in']);
    expect(delivered.toSorted()).toEqual(approvals.map(({ id }) => id).sort());
  });

  test('answers within the three seconds though the work goes on', async () => {
    const { approvals, world, send } = await gated(3);
    fakeTimers();

    const answering = send({ waitUntil: (work) => work });
    await vi.advanceTimersByTimeAsync(2_700);

    expect(await isOver(answering)).toBe(true);
    expect(await statuses(world, approvals)).toEqual(Array(3).fill('approved'));
  });
});

test.each<[string, HostContext | undefined]>([
  ['whose process goes on', undefined],
  ['that leaves the work to a timer', { waitUntil: null }],
  ['that runs the work after the answer', { waitUntil: () => undefined }],
])('a host %s answers when the votes are stored', async (_, context) => {
  const { world, approvals, send } = await withForm(3);

  const { body } = await send(context);

  expect(results(body)).toEqual(['in', 'in', 'in']);
  expect(await statuses(world, approvals)).toEqual(Array(3).fill('approved'));
});
