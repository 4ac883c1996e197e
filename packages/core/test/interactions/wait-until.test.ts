import { setImmediate as turn } from 'node:timers/promises';
import { memoryStore, user } from '@k8s-pizza/slack-approval';
import type { WaitUntil } from '@k8s-pizza/slack-approval/host';
import type { SlackTransport } from '@k8s-pizza/slack-approval/slack';
import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';
import { describe, expect, test, vi } from 'vitest';
import { agreeableTransport } from '../world/agreeable-transport.js';
import { deferred, isOver } from '../world/deferred.js';
import { buttonValue, clickPayload, formOf, sendClick, signed } from '../world/signed.js';
import { createWorld, day, minute, present, type WorldOptions } from '../world/world.js';

/** An approval whose sink waits for a gate. */
async function withGate(options: WorldOptions = {}) {
  const gate = deferred();
  const delivered: string[] = [];
  const world = await createWorld({
    ...options,
    kind: {
      ...options.kind,
      onDecision: async ({ approvalId }) => {
        await gate.promise;
        delivered.push(approvalId);
      },
    },
  });
  const approval = await world.ask();
  return { world, approval, gate, delivered, value: buttonValue(approval) };
}

describe('without waitUntil', () => {
  test('the answer waits for nothing but the put, and the process keeps the work', async () => {
    const { world, approval, gate, delivered, value } = await withGate();

    const answer = await sendClick(world, approval, { value });
    const before = [...delivered];
    const settled = world.approvals.flush();
    const early = await isOver(settled);
    gate.resolve();
    await settled;

    expect([answer.status, before, early]).toEqual([200, [], false]);
    expect(delivered).toEqual([approval.id]);
  });

  test('stop waits for the work as well', async () => {
    const { world, approval, gate, delivered, value } = await withGate();
    await sendClick(world, approval, { value });

    const stopped = world.approvals.stop();
    const early = await isOver(stopped);
    gate.resolve();
    await stopped;

    expect(early).toBe(false);
    expect(delivered).toEqual([approval.id]);
  });
});

test('stop waits for a delivery under way also where the store has failed for the card beside it', async () => {
  const base = memoryStore();
  let isDown = false;
  const store: ApprovalStore = {
    ...base,
    put: async (row, version) => (isDown ? await Promise.reject(new Error('gone')) : await base.put(row, version)),
  };
  const delivering = deferred();
  const gate = deferred();
  const sink = async () => {
    delivering.resolve();
    await gate.promise;
  };
  const update: SlackTransport['update'] = async () => {
    isDown = true;
    return { type: 'ok', value: null };
  };
  const world = await createWorld({
    store,
    access: { transport: agreeableTransport({ update }) },
    kind: { onDecision: sink },
  });
  const approval = await world.ask();
  await sendClick(world, approval, { value: buttonValue(approval) });
  await delivering.promise;

  const stopping = world.approvals.stop();
  for (let turns = 0; turns < 10; turns += 1) await turn();
  const early = await isOver(stopping);
  isDown = false;
  gate.resolve();
  await stopping;

  expect(early).toBe(false);
  expect(await world.get(approval.id)).toMatchObject({ delivery: { state: 'delivered' } });
});

describe('a host that keeps work alive after the answer', () => {
  test('is given one promise, and the answer does not wait for it', async () => {
    const { world, approval, gate, delivered, value } = await withGate();
    const given: Promise<unknown>[] = [];
    world.context = { waitUntil: (work) => void given.push(work) };

    const answer = await sendClick(world, approval, { value });
    const early = await isOver(Promise.all(given));
    gate.resolve();
    await Promise.all(given);

    expect([answer.status, given.length, early]).toEqual([200, 1, false]);
    expect(delivered).toEqual([approval.id]);
    expect(await world.get(approval.id)).toMatchObject({ delivery: { state: 'delivered' } });
  });

  test('is given a promise that never rejects, whatever the work does', async () => {
    const { world, approval, gate, value } = await withGate();
    const given: Promise<unknown>[] = [];
    world.context = { waitUntil: (work) => void given.push(work) };
    gate.resolve();
    await sendClick(world, approval, { value });
    world.store.put = () => Promise.reject(new Error('the store is gone'));

    await expect(Promise.all(given)).resolves.toBeDefined();
  });

  test.each<[string, WaitUntil]>([
    [
      'throws',
      () => {
        throw new Error('after the end');
      },
    ],
    ['rejects', () => Promise.reject(new Error('after the end'))],
  ])('and whose waitUntil %s changes nothing about a vote that is stored', async (_, waitUntil) => {
    const { world, approval, gate, value } = await withGate();
    world.context = { waitUntil };
    gate.resolve();

    const answer = await sendClick(world, approval, { value });
    await world.approvals.flush();

    expect(answer.status).toBe(200);
    expect(await world.get(approval.id)).toMatchObject({ status: 'approved', delivery: { state: 'delivered' } });
    expect(world.log.text()).toContain('waitUntil');
  });
});

describe('a host that ends with its answer', () => {
  test('waits for the work before it answers', async () => {
    const { world, approval, gate, delivered, value } = await withGate();
    world.context = { waitUntil: (work) => work };

    const answering = sendClick(world, approval, { value });
    const early = await isOver(answering);
    gate.resolve();

    expect((await answering).status).toBe(200);
    expect(early).toBe(false);
    expect(delivered).toEqual([approval.id]);
  });

  test('gets nothing started later than two seconds after the request: that is left to processDue', async () => {
    const sent: string[] = [];
    const transport = agreeableTransport({
      update: async () => {
        sent.push('update');
        return { type: 'ok', value: null };
      },
      directMessage: async () => {
        sent.push('notice');
        vi.advanceTimersByTime(2_000);
        return { type: 'ok', value: null };
      },
    });
    const world = await createWorld({ access: { transport } });
    // the person who asked is told of the decision while the card's update waits for the delivery
    const approval = await world.ask(undefined, { requester: user('U0CAROL') });
    const request = await signed(world, formOf(clickPayload(world, approval, { value: buttonValue(approval) })));
    vi.useFakeTimers({ toFake: ['performance'] });

    const answer = await world.approvals.handleRaw(request, { waitUntil: (work) => work });
    const inTime = [...sent];
    vi.useRealTimers();
    const row = await world.row(approval.id);
    await world.approvals.processDue();

    expect([answer.status, inTime]).toEqual([200, ['notice']]);
    expect(row).toMatchObject({ leaseToken: null, claimCount: 0, dueAt: world.clock() });
    expect(sent).toEqual(['notice', 'update']);
  });
});

test('a lease is given back also by a put whose answer was lost', async () => {
  const base = memoryStore();
  let isLost = false;
  const store: ApprovalStore = {
    ...base,
    put: async (row, version) => {
      const saved = await base.put(row, version);
      if (isLost && row.leaseToken === null) throw new Error('socket hang up');
      return saved;
    },
  };
  const transport = agreeableTransport({
    update: async () => {
      vi.advanceTimersByTime(2_000);
      return { type: 'ok', value: null };
    },
  });
  const world = await createWorld({ store, access: { transport }, kind: { channel: ['C0PIZZA', 'C0OPS'] } });
  const approval = await world.ask();
  const request = await signed(world, formOf(clickPayload(world, approval, { value: buttonValue(approval) })));
  isLost = true;
  vi.useFakeTimers({ toFake: ['performance'] });

  const answer = await world.approvals.handleRaw(request, { waitUntil: (work) => work });
  vi.useRealTimers();

  expect(answer.status).toBe(200);
  expect((await world.row(approval.id)).leaseToken).toBeNull();
  expect(world.log.text()).not.toContain('socket hang up');
});

describe('a host that wakes processDue itself (waitUntil: null)', () => {
  test('gets a put without a lease that is due now, and nothing else is done', async () => {
    const { world, approval, gate, delivered, value } = await withGate();
    gate.resolve();
    world.context = { waitUntil: null };
    // the card was posted a while ago: what the click makes owed is due now, and not since then
    world.clock.advance(minute);

    const answer = await sendClick(world, approval, { value });
    await world.approvals.flush();
    const row = await world.row(approval.id);
    const before = [...delivered];
    await world.approvals.processDue();

    expect([answer.status, before]).toEqual([200, []]);
    expect(row).toMatchObject({ leaseToken: null, leaseUntil: null, dueAt: world.clock() });
    expect(delivered).toEqual([approval.id]);
  });

  test('is still told of a refusal in the click, and its record kept', async () => {
    const { world, approval } = await withGate();
    world.context = { waitUntil: null };

    await sendClick(world, approval, { value: buttonValue(approval), userId: 'U0GUEST' });
    await world.approvals.flush();

    const types = (await world.approvals.history(approval.id)).map(({ event }) => event['type']);
    expect(types).toEqual(['asked', 'vote_refused']);
    expect(await world.row(approval.id)).toMatchObject({ leaseToken: null });
  });
});

describe('a click that comes too late stores the expiry', () => {
  test('and leaves what follows to a host that wakes processDue itself', async () => {
    const { world, approval, gate, delivered, value } = await withGate();
    gate.resolve();
    world.context = { waitUntil: null };
    world.clock.advance(day);

    await sendClick(world, approval, { value });
    await world.approvals.flush();

    expect(await world.get(approval.id)).toMatchObject({ status: 'expired', delivery: { state: 'owed' } });
    expect(await world.row(approval.id)).toMatchObject({ leaseToken: null, dueAt: world.clock() });
    expect(delivered).toEqual([]);
  });

  test('and a host that ends with its answer waits for what follows', async () => {
    const { world, approval, gate, delivered, value } = await withGate();
    const given: Promise<unknown>[] = [];
    world.context = {
      waitUntil: (work) => {
        given.push(work);
        return work;
      },
    };
    world.clock.advance(day);

    const answering = sendClick(world, approval, { value });
    // the first is the work of storing the expiry, the second is what the expiry owes
    await vi.waitUntil(() => given.length === 2);
    for (let turns = 0; turns < 10; turns += 1) await turn();
    const early = await isOver(present(given[0]));
    gate.resolve();
    await answering;

    expect(early).toBe(false);
    expect(delivered).toEqual([approval.id]);
  });
});

test('asking leaves the card to this process, and the lease ends with it', async () => {
  const { world, approval } = await withGate();

  expect(approval.copies).toMatchObject([{ channelId: 'C0PIZZA', ts: expect.any(String) }]);
  expect(await world.row(approval.id)).toMatchObject({ leaseToken: null, claimCount: 0 });
});

test('a record that somebody else works on is changed without touching their lease', async () => {
  const { world, approval, value } = await withGate();
  const row = await world.row(approval.id);
  const leaseUntil = world.clock() + minute;
  await world.store.put({ ...row, leaseToken: 'theirs', leaseUntil, claimCount: 1, dueAt: leaseUntil }, row.version);

  await sendClick(world, approval, { value });
  await world.approvals.flush();

  expect(await world.get(approval.id)).toMatchObject({ status: 'approved', delivery: { state: 'owed' } });
  expect(await world.row(approval.id)).toMatchObject({
    leaseToken: 'theirs',
    leaseUntil,
    claimCount: 1,
    dueAt: leaseUntil,
  });
});

test('a record that another process works on leaves the host no work to keep alive', async () => {
  const { world, approval, value } = await withGate();
  const row = await world.row(approval.id);
  const leaseUntil = world.clock() + minute;
  await world.store.put({ ...row, leaseToken: 'theirs', leaseUntil, claimCount: 1, dueAt: leaseUntil }, row.version);
  const given: Promise<unknown>[] = [];
  world.context = { waitUntil: (work) => void given.push(work) };

  await sendClick(world, approval, { value });

  expect(await world.get(approval.id)).toMatchObject({ status: 'approved' });
  expect(given).toEqual([]);
});
