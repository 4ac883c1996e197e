import { createApprovals, memoryStore } from '@k8s-pizza/slack-approval';
import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';
import { describe, expect, test } from 'vitest';
import { createWorld, second } from '../world/world.js';

/** A memory store whose writes fail while `isLocked`, and which counts its calls. */
function lockable() {
  const base = memoryStore();
  const calls = { get: 0, put: 0 };
  const lock = { isHeld: false };
  const store: ApprovalStore = {
    ...base,
    async get(id) {
      calls.get += 1;
      return await base.get(id);
    },
    async put(row, version) {
      calls.put += 1;
      if (lock.isHeld) throw new Error('SQLITE_BUSY: database is locked');
      return await base.put(row, version);
    },
  };
  return { base, store, calls, lock };
}

describe('health of a store that answers reads and refuses writes', () => {
  test('is not ok, from the first question on', async () => {
    const { store, lock } = lockable();
    lock.isHeld = true;
    const world = await createWorld({ store });

    expect(await world.approvals.health()).toEqual({
      ok: false,
      problems: [expect.stringContaining('store does not answer')],
    });
  });

  test('is not ok from the first write on that fails, however short ago the last one succeeded', async () => {
    const { store, lock } = lockable();
    const world = await createWorld({ store });
    const before = await world.approvals.health();
    lock.isHeld = true;
    await expect(world.orders.ask({ size: 'large' }, { requester: 'cron' })).rejects.toThrow();
    const during = await world.approvals.health();
    lock.isHeld = false;
    const after = await world.approvals.health();

    expect([before.ok, during.ok, after.ok]).toEqual([true, false, true]);
  });

  test('is not ok 30 s after the last write, where nothing was written since', async () => {
    const { store, lock } = lockable();
    const world = await createWorld({ store });
    await world.approvals.health();
    lock.isHeld = true;
    world.clock.advance(30 * second);

    expect((await world.approvals.health()).ok).toBe(false);
  });
});

describe('what health writes', () => {
  test('is one row, at most every 30 s', async () => {
    const { store, calls } = lockable();
    const world = await createWorld({ store });
    for (let turn = 0; turn < 60; turn += 1) {
      await world.approvals.health();
      world.clock.advance(second);
    }

    expect(calls.put).toBe(2);
  });

  test('is one row again every 30 s, once a write has succeeded after one that failed', async () => {
    const { store, calls, lock } = lockable();
    const world = await createWorld({ store });
    lock.isHeld = true;
    await world.approvals.health();
    lock.isHeld = false;
    const before = calls.put;
    for (let turn = 0; turn < 5; turn += 1) await world.approvals.health();

    expect(calls.put - before).toBe(1);
  });

  test('is left out of every list, and found by no id', async () => {
    const { base, store } = lockable();
    const world = await createWorld({ store });
    await world.approvals.health();
    const [row] = (await base.list({ limit: 10 })).rows;

    expect(row).toMatchObject({ queue: '~/default/health', status: 'reserved', askedAt: 0, dueAt: null });
    expect((await world.approvals.list()).approvals).toEqual([]);
    expect(await world.approvals.get(row?.id ?? '')).toBeNull();
    expect(await world.approvals.processDue()).toEqual({ claimedCount: 0 });
  });

  test('by two processes at one moment is no problem to either', async () => {
    const { store } = lockable();
    const replicas = [createApprovals({ store }), createApprovals({ store })];

    expect(await Promise.all(replicas.map((one) => one.health()))).toEqual([
      { ok: true, problems: [] },
      { ok: true, problems: [] },
    ]);
  });

  test('belongs to its namespace', async () => {
    const { base, store } = lockable();
    for (const namespace of ['one', 'two']) await createApprovals({ store, namespace }).health();

    expect(new Set((await base.list({ limit: 10 })).rows.map(({ queue }) => queue))).toEqual(
      new Set(['~/one/health', '~/two/health']),
    );
  });
});

test.each([
  ['ratelimited', 'Slack does not answer: ratelimited.'],
  ['token_revoked', 'Slack does not accept this app. Slack refuses the card: token_revoked.'],
])('health tells a Slack that is away from one that refuses the app: %s', async (error, said) => {
  const world = await createWorld();
  world.slack.fail({ method: 'auth.test', how: 'error', error });

  expect(await world.approvals.health()).toEqual({ ok: true, problems: [expect.stringContaining(said)] });
});
