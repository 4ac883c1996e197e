import { runInNewContext } from 'node:vm';
import { type ApprovalEvents, user, usergroup } from '@k8s-pizza/slack-approval';
import { describe, expect, test, vi } from 'vitest';
import { click, toldDirectly } from '../world/people.js';
import { createWorld, day, type World, type WorldOptions } from '../world/world.js';

const names = [
  ...(['asked', 'voted', 'voteRefused', 'approved', 'rejected', 'expired', 'withdrawn'] as const),
  ...(['delivered', 'deliveryDead', 'progressed', 'cardFailed', 'stuck', 'neverShown'] as const),
] satisfies (keyof ApprovalEvents)[];

/** Everything that is said aloud, in order. */
async function listened(options: WorldOptions = {}) {
  const world = await createWorld(options);
  const heard: [name: string, event: object][] = [];
  for (const name of names) world.approvals.on(name, (event: object) => heard.push([name, event]));
  return { world, heard, namesHeard: () => heard.map(([name]) => name) };
}

describe('what happens is said aloud', () => {
  test('from asking to carrying out', async () => {
    const { world, heard, namesHeard } = await listened({ kind: { steps: ['baked'] } });
    const { id, copies } = await world.ask();
    await click(world, { copies }, 'U0GUEST', 'approve');
    await click(world, { copies }, 'U0ALICE', 'approve');
    await world.work();
    await world.approvals.reportProgress(id, { step: 'baked', state: 'done' });

    expect(namesHeard()).toEqual(['asked', 'voteRefused', 'voted', 'approved', 'delivered', 'progressed']);
    expect(heard.map(([, event]) => event)).toMatchObject([
      { approval: { id, status: 'pending' } },
      { approvalId: id, by: { userId: 'U0GUEST' }, code: 'not_an_approver' },
      { by: { userId: 'U0ALICE' }, answer: 'approve', approval: { status: 'approved' } },
      { approval: { status: 'approved', decision: { outcome: 'approved' } } },
      { approval: { delivery: { state: 'delivered' } } },
      { step: 'baked', state: 'done', approval: { progress: [{ step: 'baked', state: 'done' }] } },
    ]);
  });

  test.each<[string, (world: World, id: string) => Promise<unknown>]>([
    [
      'rejected',
      async ({ approvals }, id) => {
        const digest = (await approvals.get(id))?.digest ?? '';
        return await approvals.vote(id, { by: user('U0ALICE'), answer: 'reject', digest, via: 'test' });
      },
    ],
    ['withdrawn', ({ approvals }, id) => approvals.withdraw(id, { by: 'alertmanager', reason: 'resolved' })],
    [
      'expired',
      async (world) => {
        world.clock.advance(day);
        await world.work();
      },
    ],
  ])('%s', async (name, act) => {
    const { world, namesHeard } = await listened();
    const { id } = await world.ask();

    await act(world, id);
    await world.work();

    expect(namesHeard().filter((one) => one !== 'voted')).toEqual(['asked', name, 'delivered']);
  });

  test('a delivery that is given up, with the reason', async () => {
    const sink = async () => {
      throw new Error('no');
    };
    const { world, heard } = await listened({ kind: { onDecision: sink, deliverWithin: '1s' } });
    await click(world, await world.ask(), 'U0ALICE', 'approve');
    await world.work();

    expect(heard.at(-1)).toMatchObject([
      'deliveryDead',
      { reason: 'the sink failed', approval: { status: 'approved' } },
    ]);
  });

  test('a card that cannot be posted, with its channel and why', async () => {
    const { world, heard } = await listened({ kind: { channel: 'C0ARCHIVE' } });
    await world.orders.ask({ size: 'large' }, { requester: 'alertmanager' });
    await world.work();

    expect(heard.at(-1)).toMatchObject(['cardFailed', { channelId: 'C0ARCHIVE', reason: 'is_archived' }]);
  });

  test('a vote that waits for facts is said when it counts, not before', async () => {
    const { world, namesHeard } = await listened({ kind: { approvers: [usergroup('S0ONCALL')] } });
    const approval = await world.ask();
    world.context = { waitUntil: null };
    await click(world, approval, 'U0ALICE', 'approve');
    const before = namesHeard();

    await world.work();

    expect(before).toEqual(['asked']);
    expect(namesHeard()).toEqual(['asked', 'voted', 'approved', 'delivered']);
  });

  test('a notice to the person who asked is not told as a refused vote', async () => {
    const { world, namesHeard } = await listened();
    const approval = await world.ask({ size: 'large' }, { requester: user('U0ALICE') });

    await click(world, approval, 'U0BOB', 'approve');
    await world.work();

    expect(toldDirectly(world, 'U0ALICE')).not.toBeNull();
    expect(namesHeard()).not.toContain('voteRefused');
  });

  test('by the process that stored it, and by no other', async () => {
    const { world, namesHeard } = await listened();
    const other = world.again();
    const { id } = await world.ask();

    await other.withdraw(id, { by: 'alertmanager', reason: 'resolved' });
    await other.flush();

    expect(namesHeard()).toEqual(['asked']);
  });
});

describe('a listener', () => {
  test.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('broken listener');
      },
    ],
    ['rejects', () => Promise.reject(new Error('broken listener'))],
    ['throws an error of another realm', () => runInNewContext("throw new Error('broken listener')")],
    ['rejects in another realm', () => runInNewContext("Promise.reject(new Error('broken listener'))")],
  ])('that %s is logged, and disturbs neither the others nor the work', async (_, listener) => {
    const world = await createWorld();
    const after = vi.fn();
    world.approvals.on('asked', () => listener() as undefined);
    world.approvals.on('asked', after);

    const approval = await world.ask();

    expect(after).toHaveBeenCalledTimes(1);
    expect(approval.copies[0]?.ts).not.toBeNull();
    expect(world.log.text()).toContain('broken listener');
  });

  test('may come and go', async () => {
    const { approvals, orders } = await createWorld();
    const heard: string[] = [];
    const listen = (name: string) => () => void heard.push(name);
    const endAlways = approvals.on('asked', listen('always'));
    approvals.once('asked', listen('once'));
    const endGone = approvals.on('asked', listen('gone'));
    const endUnheard = approvals.once('asked', listen('unheard'));

    endGone();
    endUnheard();
    for (let count = 0; count < 2; count += 1) await orders.ask({ size: 'large' }, { requester: 'alertmanager' });
    endAlways();
    endAlways();
    await orders.ask({ size: 'large' }, { requester: 'alertmanager' });

    expect(heard).toEqual(['always', 'once', 'always']);
  });

  test('of two events ends by event', async () => {
    const { approvals, orders } = await createWorld();
    const listener = vi.fn();
    const endAsked = approvals.on('asked', listener);
    approvals.on('withdrawn', listener);

    endAsked();
    const { approval } = await orders.ask({ size: 'large' }, { requester: 'alertmanager' });
    await approvals.withdraw(approval.id, { by: 'alertmanager', reason: 'resolved' });

    expect(listener.mock.calls).toEqual([[{ approval: expect.objectContaining({ status: 'withdrawn' }) }]]);
  });

  test('that is given twice is called twice', async () => {
    const { approvals, orders } = await createWorld();
    const listener = vi.fn();
    const endOne = approvals.on('asked', listener);
    approvals.on('asked', listener);

    endOne();
    await orders.ask({ size: 'large' }, { requester: 'alertmanager' });

    expect(listener).toHaveBeenCalledTimes(1);
  });

  test('is all there is: nothing public emits', async () => {
    const { approvals } = await createWorld();

    expect(Object.keys(approvals).filter((name) => /emit|listener/i.test(name))).toEqual([]);
  });
});
