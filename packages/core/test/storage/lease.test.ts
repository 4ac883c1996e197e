import { createApprovals, type DecisionSink, type DeliveryOutcome, memoryStore } from '@k8s-pizza/slack-approval';
import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';
import { describe, expect, test } from 'vitest';
import { agreeableTransport } from '../world/agreeable-transport.js';
import { deferred } from '../world/deferred.js';
import { buttonValue, sendClick } from '../world/signed.js';
import { createWorld, hour, orderOptions, second, start, type WorldOptions } from '../world/world.js';

/** A Slack whose posts wait until a test lets them through, one by one. */
async function withSlowPosts(options: WorldOptions = {}) {
  const calls: { readonly channelId: string; readonly go: () => void }[] = [];
  let arrived = deferred();
  const agreeable = agreeableTransport();
  const transport = agreeableTransport({
    post: async (message) => {
      const gate = deferred();
      calls.push({ channelId: message.channelId, go: gate.resolve });
      arrived.resolve();
      await gate.promise;
      return await agreeable.post(message);
    },
  });
  // told where it is, it asks nobody before it posts
  const access = { transport, teamId: 'T0PIZZA', appId: 'A0APPROVAL' };
  const world = await createWorld({ ...options, access });
  /** The next post, once Slack has been called with it. */
  const nextPost = async () => {
    await arrived.promise;
    arrived = deferred();
    return calls.at(-1)?.go ?? (() => undefined);
  };
  return { world, calls, nextPost };
}

const twoChannels = { kind: { channel: ['C0PIZZA', 'C0OPS'] } };

describe('the lease of the process that asked', () => {
  test('is taken by the very put that made the work, for 60 s', async () => {
    const { world, nextPost } = await withSlowPosts();

    const { approval } = await world.orders.ask({ size: 'large' }, { requester: 'alertmanager' });
    const go = await nextPost();

    expect(await world.row(approval.id)).toMatchObject({
      version: 1,
      leaseToken: expect.any(String),
      leaseUntil: start + 60 * second,
      dueAt: start + 60 * second,
      claimCount: 1,
    });
    go();
    await world.approvals.flush();
  });

  test('comes with a card that waits for no second, if its channel is free', async () => {
    const { world, nextPost } = await withSlowPosts();

    const { approval } = await world.orders.ask({ size: 'large' }, { requester: 'alertmanager' });
    const go = await nextPost();
    const { body } = await world.row(approval.id);
    go();
    await world.approvals.flush();

    const [copy] = JSON.parse(body).approval.work.copies;
    expect(copy).toMatchObject({ ts: null, nextAt: start });
    expect(copy).not.toHaveProperty('isPostponed');
  });

  test('is renewed by every outcome, and given back with the last one', async () => {
    const { world, nextPost } = await withSlowPosts(twoChannels);
    const { approval } = await world.orders.ask({ size: 'large' }, { requester: 'alertmanager' });
    const first = await nextPost();
    const token = (await world.row(approval.id)).leaseToken;
    world.clock.advance(20 * second);

    first();
    const last = await nextPost();
    const between = await world.row(approval.id);
    last();
    await world.approvals.flush();

    expect(between).toMatchObject({ leaseToken: token, leaseUntil: start + 80 * second, dueAt: start + 80 * second });
    expect(await world.row(approval.id)).toMatchObject({ leaseToken: null, leaseUntil: null, claimCount: 0 });
  });

  test('is no longer its own after 60 s: what it knows is still stored, and nothing more is started', async () => {
    const { world, calls, nextPost } = await withSlowPosts(twoChannels);
    const { approval } = await world.orders.ask({ size: 'large' }, { requester: 'alertmanager' });
    const go = await nextPost();

    world.clock.advance(60 * second);
    go();
    await world.approvals.flush();

    expect(calls.map(({ channelId }) => channelId)).toEqual(['C0PIZZA']);
    expect((await world.get(approval.id)).copies).toMatchObject([{ ts: expect.any(String) }, { ts: null }]);
    expect((await world.row(approval.id)).dueAt).toBeLessThanOrEqual(world.clock());
  });

  test('is left to it: whoever changes the record meanwhile starts nothing, and the holder does that work too', async () => {
    const { world, nextPost } = await withSlowPosts();
    const { approval } = await world.orders.ask({ size: 'large' }, { requester: 'alertmanager' });
    const go = await nextPost();
    const before = await world.row(approval.id);
    const other = world.again();

    await other.withdraw(approval.id, { by: 'alertmanager', reason: 'resolved' });
    await other.flush();
    const between = await world.row(approval.id);
    go();
    await world.approvals.flush();

    const { leaseToken, leaseUntil, claimCount } = before;
    expect(between).toMatchObject({ leaseToken, leaseUntil, claimCount, dueAt: leaseUntil, status: 'withdrawn' });
    expect(await world.get(approval.id)).toMatchObject({ delivery: { state: 'delivered' } });
  });
});

test('work found under an abandoned lease may have been done: a post waits another minute, for a click to show it', async () => {
  const { world, calls, nextPost } = await withSlowPosts();
  const { approval } = await world.orders.ask({ size: 'large' }, { requester: 'alertmanager' });
  await nextPost();
  world.clock.advance(60 * second);
  const other = world.again();
  other.define('order', orderOptions());

  await other.processDue();

  expect(calls).toHaveLength(1);
  expect(await world.row(approval.id)).toMatchObject({
    leaseToken: null,
    claimCount: 0,
    dueAt: world.clock() + 60 * second,
  });
});

test('an abandoned lease is still known as one after a put of a process that does no work', async () => {
  const { world, calls, nextPost } = await withSlowPosts();
  const { approval } = await world.orders.ask({ size: 'large' }, { requester: 'alertmanager' });
  await nextPost();
  world.clock.advance(60 * second);
  const amending = createApprovals({ store: world.store, clock: world.clock }).define('order', orderOptions());
  await amending.amend({ id: approval.id }, { size: 'small' }, { by: 'alertmanager' });
  const left = await world.row(approval.id);
  const other = world.again();
  other.define('order', orderOptions());

  await other.processDue();

  expect(left).toMatchObject({ claimCount: 1, dueAt: world.clock() });
  expect(calls).toHaveLength(1);
});

test('so may it where the very put that changes the record takes the abandoned lease over', async () => {
  const { world, calls, nextPost } = await withSlowPosts();
  const { approval } = await world.orders.ask({ size: 'large' }, { requester: 'alertmanager' });
  await nextPost();
  world.clock.advance(60 * second);
  const other = world.again();
  const amending = other.define('order', orderOptions());

  await amending.amend({ id: approval.id }, { size: 'small' }, { by: 'alertmanager' });
  await other.flush();

  expect(calls).toHaveLength(1);
  expect(await world.row(approval.id)).toMatchObject({ leaseToken: null, dueAt: world.clock() + 60 * second });
});

describe('two processes whose clocks differ', () => {
  test.each([
    [45, false],
    [-45, false],
    [59, false],
    [60, true],
  ])('by %i s: work under way is taken over: %s', async (skewSeconds, isTaken) => {
    const { world, nextPost } = await withSlowPosts();
    const other = world.again({ clock: () => world.clock() + skewSeconds * second });
    other.define('order', orderOptions());
    const { approval } = await world.orders.ask({ size: 'large' }, { requester: 'alertmanager' });
    const go = await nextPost();

    const { claimedCount } = await other.processDue();
    const between = await world.row(approval.id);
    go();
    await world.approvals.flush();

    expect(claimedCount).toBe(isTaken ? 1 : 0);
    expect(between.version).toBe(isTaken ? 3 : 1);
    expect((await world.get(approval.id)).copies).toMatchObject([{ ts: expect.any(String) }]);
  });

  test('by an hour: what one of them takes back is delivered once it is due for the other', async () => {
    const received: string[] = [];
    const kind = { onDecision: ({ approvalId }: { approvalId: string }) => void received.push(approvalId) };
    const { world } = await withSlowPosts({ kind });
    const asking = createApprovals({ store: world.store, clock: () => world.clock() + hour });
    const { approval } = await asking
      .define('order', orderOptions())
      .ask({ size: 'large' }, { requester: 'alertmanager' });
    await asking.withdraw(approval.id, { by: 'alertmanager', reason: 'resolved' });

    await world.approvals.processDue();
    const early = received.length;
    world.clock.advance(hour);
    await world.approvals.processDue();

    expect(early).toBe(0);
    expect(received).toEqual([approval.id]);
  });
});

describe('a sink that answers when its lease has run out', () => {
  /** An approved order whose first attempt hangs, while a minute later another process has delivered it. */
  async function deliveredMeanwhile() {
    const begun = deferred();
    const first = deferred<DeliveryOutcome>();
    const attempts: number[] = [];
    const ids = new Set<string>();
    const sink: DecisionSink = {
      async deliver({ context: { attempt, deliveryId }, body }) {
        attempts.push(attempt);
        begun.resolve();
        ids.add(`${deliveryId} ${body}`);
        return attempts.length === 1 ? await first.promise : { type: 'delivered' };
      },
    };
    const world = await createWorld({ kind: { onDecision: sink }, access: { transport: agreeableTransport() } });
    const approval = await world.ask();
    await sendClick(world, approval, { value: buttonValue(approval) });
    await begun.promise;
    world.clock.advance(60 * second);
    const other = world.again();
    other.define('order', orderOptions({ onDecision: sink }));
    await other.processDue();
    return { world, id: approval.id, first, attempts, ids };
  }

  test.each<DeliveryOutcome>([
    { type: 'delivered' },
    { type: 'retry', afterMs: null, reason: 'busy' },
    { type: 'rejected', reason: 'never' },
  ])('changes nothing where it was delivered since ($type)', async (outcome) => {
    const { world, id, first, attempts, ids } = await deliveredMeanwhile();
    const before = await world.row(id);

    first.resolve(outcome);
    await world.approvals.flush();
    await world.work();

    expect(attempts).toHaveLength(2);
    expect(ids.size).toBe(1);
    expect(await world.row(id)).toEqual(before);
    expect((await world.approvals.history(id)).filter(({ event }) => event['type'] === 'delivered')).toHaveLength(1);
  });
});

test('an update that was held back for a minute takes back nothing: the card shows the newest picture in the end', async () => {
  const gate = deferred();
  const begun = deferred();
  let isFirst = true;
  let card = '';
  const transport = agreeableTransport({
    update: async ({ text }) => {
      if (isFirst) {
        isFirst = false;
        begun.resolve();
        await gate.promise;
      }
      card = text;
      return { type: 'ok', value: null };
    },
  });
  const world = await createWorld({ access: { transport } });
  const approval = await world.ask();
  await world.orders.amend({ id: approval.id }, { size: 'small' }, { by: 'alertmanager' });
  await begun.promise;
  world.clock.advance(60 * second);
  const other = world.again();
  other.define('order', orderOptions());
  await other.withdraw(approval.id, { by: 'alertmanager', reason: 'resolved' });
  await other.flush();
  world.clock.advance(5 * second);
  await other.processDue();
  const between = card;

  gate.resolve();
  await world.approvals.flush();
  const late = card;
  world.clock.advance(5 * second);
  await world.work();

  expect([between, late, card].map((text) => text.includes('Withdrawn'))).toEqual([true, false, true]);
});

test('what explains is replaced while the card is being updated: the holder shows it with its next update', async () => {
  const gate = deferred();
  const begun = deferred();
  const shown: string[] = [];
  const transport = agreeableTransport({
    update: async ({ blocks }) => {
      shown.push(JSON.stringify(blocks));
      begun.resolve();
      await gate.promise;
      return { type: 'ok', value: null };
    },
  });
  const world = await createWorld({ access: { transport }, kind: { quorum: { approve: 2 } } });
  const approval = await world.ask();
  await sendClick(world, approval, { value: buttonValue(approval) });
  await begun.promise;
  const { leaseToken, leaseUntil } = await world.row(approval.id);

  await world.orders.replaceContext({ id: approval.id }, ['7 alerts by now']);
  const between = await world.row(approval.id);
  gate.resolve();
  await world.approvals.flush();

  expect(between).toMatchObject({ leaseToken, leaseUntil, dueAt: leaseUntil });
  expect(shown.map((text) => text.includes('7 alerts by now'))).toEqual([false, true]);
  expect(await world.row(approval.id)).toMatchObject({ leaseToken: null });
});

test('a put that makes no work takes no lease', async () => {
  const world = await createWorld({ access: { transport: agreeableTransport() } });
  const { approval } = await world.orders.ask({ size: 'large' }, { key: 'oven', requester: 'alertmanager' });
  await world.approvals.flush();
  const before = await world.row(approval.id);

  await world.orders.releaseKey('oven');
  const after = await world.row(approval.id);

  expect(after).toMatchObject({ version: before.version + 1, leaseToken: null, claimCount: 0, dueAt: before.dueAt });
  expect(await world.row(approval.id)).toEqual(after);
});

test('a claim takes the lease for 60 s, and counts it', async () => {
  const { world, nextPost } = await withSlowPosts();
  const asking = createApprovals({ store: world.store, clock: world.clock });
  const { approval } = await asking
    .define('order', orderOptions())
    .ask({ size: 'large' }, { requester: 'alertmanager' });

  const working = world.approvals.processDue();
  const go = await nextPost();

  expect(await world.row(approval.id)).toMatchObject({
    leaseToken: expect.any(String),
    leaseUntil: start + 60 * second,
    dueAt: start + 60 * second,
    claimCount: 1,
  });
  go();
  expect(await working).toEqual({ claimedCount: 1 });
});

describe('an outcome', () => {
  test('is stored on the fresh record, however many others write meanwhile, and what was done is not done again', async () => {
    const inner = memoryStore();
    let conflicts = 0;
    const store: ApprovalStore = {
      ...inner,
      async put(row, expectedVersion) {
        if (conflicts === 0 || expectedVersion === 0) return await inner.put(row, expectedVersion);
        conflicts -= 1;
        return 'conflict';
      },
    };
    const posts: string[] = [];
    const agreeable = agreeableTransport();
    const transport = agreeableTransport({
      post: async (message) => {
        posts.push(message.channelId);
        conflicts = 12;
        return await agreeable.post(message);
      },
    });
    const world = await createWorld({ store, access: { transport } });

    const approval = await world.ask();

    expect(posts).toEqual(['C0PIZZA']);
    expect(conflicts).toBe(0);
    expect(approval.copies).toMatchObject([{ ts: expect.any(String) }]);
  });
});

describe('delivery and Slack work run side by side', () => {
  test('a Slack that does not answer keeps no decision from its receiver', async () => {
    const gate = deferred();
    const delivered = deferred();
    const transport = agreeableTransport({
      update: async () => {
        await gate.promise;
        return { type: 'ok', value: null };
      },
    });
    const world = await createWorld({ access: { transport }, kind: { onDecision: () => delivered.resolve() } });
    const approval = await world.ask();

    await sendClick(world, approval, { value: buttonValue(approval) });
    await delivered.promise;

    expect(await world.get(approval.id)).toMatchObject({ status: 'approved' });
    gate.resolve();
    await world.approvals.flush();
  });

  test('a receiver that does not answer keeps no card from being updated', async () => {
    const gate = deferred();
    const updated = deferred<string>();
    const transport = agreeableTransport({
      update: async ({ text }) => {
        updated.resolve(text);
        return { type: 'ok', value: null };
      },
    });
    const world = await createWorld({ access: { transport }, kind: { onDecision: () => gate.promise } });
    const approval = await world.ask();

    await sendClick(world, approval, { value: buttonValue(approval) });

    expect(await updated.promise).toContain('Approved by <@U0ALICE>');
    gate.resolve();
    await world.approvals.flush();
  });
});
