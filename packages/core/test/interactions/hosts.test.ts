import { createApprovals, memoryStore } from '@k8s-pizza/slack-approval';
import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';
import { describe, expect, test, vi } from 'vitest';
import { agreeableTransport } from '../world/agreeable-transport.js';
import { deferred, isOver } from '../world/deferred.js';
import { cardIn, click } from '../world/people.js';
import { buttonValue, sendClick } from '../world/signed.js';
import { createWorld, day, orderOptions, present } from '../world/world.js';

/** A busy machine takes long: only what never happens fails. */
const patiently = { timeout: 15_000, interval: 10 };

/** A store that notes the claims of a kind, one for each look, and answers none before its gate is open. */
function countingStore() {
  const inner = memoryStore();
  const claims: string[] = [];
  const gate = deferred();
  const store: ApprovalStore = {
    ...inner,
    async claimDue(claim) {
      if (claim.queue === 'default/order') claims.push(claim.queue);
      await gate.promise;
      return await inner.claimDue(claim);
    },
  };
  return { store, claims, gate };
}

describe('start', () => {
  test('does what is due, again and again, until stop', async () => {
    const world = await createWorld();
    const asking = createApprovals({ store: world.store, clock: world.clock });
    const orders = asking.define('order', orderOptions());
    const isPosted = async (id: string) => present((await world.get(id)).copies[0]).ts !== null;

    world.approvals.start({ pollEvery: '1ms' });
    const { approval } = await orders.ask({ size: 'large' }, { requester: 'alertmanager' });
    await vi.waitUntil(() => isPosted(approval.id), patiently);
    world.clock.advance(day);
    await vi.waitUntil(async () => (await world.get(approval.id)).delivery.state === 'delivered', patiently);
    await world.approvals.stop();
    const { approval: late } = await orders.ask({ size: 'small' }, { requester: 'alertmanager' });

    expect(await world.get(approval.id)).toMatchObject({ status: 'expired' });
    expect(await isPosted(late.id)).toBe(false);
  });

  test('looks once a second, however often it is called, and not after stop', async () => {
    const { store, claims, gate } = countingStore();
    const world = await createWorld({ store });
    claims.length = 0;
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    gate.resolve();

    world.approvals.start();
    world.approvals.start();
    await vi.advanceTimersByTimeAsync(5_000);
    const running = claims.length;
    await world.approvals.stop();
    await vi.advanceTimersByTimeAsync(5_000);
    const stopped = claims.length - running;
    vi.useRealTimers();

    expect(running).toBeGreaterThanOrEqual(5);
    expect(running).toBeLessThanOrEqual(6);
    expect(stopped).toBe(0);
  });

  test('again while the last pass is still under way is one loop, not two', async () => {
    const { store, claims, gate } = countingStore();
    const world = await createWorld({ store });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    world.approvals.start();
    await vi.waitUntil(() => claims.length > 0, patiently);

    const stopping = world.approvals.stop();
    world.approvals.start();
    gate.resolve();
    await stopping;
    await vi.advanceTimersByTimeAsync(0);
    claims.length = 0;
    await vi.advanceTimersByTimeAsync(5_000);
    const ended = world.approvals.stop();
    vi.useRealTimers();
    await ended;

    expect(claims.length).toBeGreaterThanOrEqual(4);
    expect(claims.length).toBeLessThanOrEqual(6);
  });

  test('goes on where the store fails once, and says so', async () => {
    const inner = memoryStore();
    let failures = 2;
    const store: ApprovalStore = {
      ...inner,
      async claimDue(claim) {
        failures -= 1;
        if (failures >= 0) throw new Error('the disk is on fire');
        return await inner.claimDue(claim);
      },
    };
    const world = await createWorld({ store });

    world.approvals.start({ pollEvery: '1ms' });
    await vi.waitUntil(() => failures < -1, patiently);
    await world.approvals.stop();

    expect(world.log.text()).toContain('the disk is on fire');
  });
});

describe('health', () => {
  test('is good where store and Slack answer', async () => {
    const world = await createWorld();

    expect(await world.approvals.health()).toEqual({ ok: true, problems: [] });
  });

  test('names what does not, in plain words and without secrets', async () => {
    const store: ApprovalStore = {
      ...memoryStore(),
      async get() {
        throw new Error('password=hunter2');
      },
    };
    const world = await createWorld({ store });
    world.slack.fail({ method: 'auth.test', how: 'error', error: 'token_revoked' });

    const { ok, problems } = await world.approvals.health();

    expect(ok).toBe(false);
    expect(problems).toHaveLength(2);
    expect(problems.join('\n')).toContain('token_revoked');
    expect(problems.join('\n')).not.toMatch(/hunter2|xoxb/);
  });
});

test.each(['flush', 'stop'] as const)('%s waits for work that does not end for 30 s, and no longer', async (method) => {
  const begun = deferred();
  const update = async () => {
    begun.resolve();
    return await new Promise<never>(() => undefined);
  };
  const world = await createWorld({ access: { transport: agreeableTransport({ update }) } });
  const approval = await world.ask();
  await sendClick(world, approval, { value: buttonValue(approval) });
  await begun.promise;
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });

  const waiting = world.approvals[method]();
  await vi.advanceTimersByTimeAsync(29_999);
  const early = await isOver(waiting);
  await vi.advanceTimersByTimeAsync(1);
  vi.useRealTimers();
  await waiting;

  expect(early).toBe(false);
});

test('a process without any work of its own settles and stops at once', async () => {
  const world = await createWorld();

  await world.approvals.flush();
  await world.approvals.stop();

  expect(await world.approvals.processDue()).toEqual({ claimedCount: 0 });
});

test('processDue starts nothing after untilMs: the rest is found by the next', async () => {
  const world = await createWorld();
  await click(world, await world.ask(), 'U0ALICE', 'approve');
  await world.approvals.flush();
  world.clock.advance(day);

  const { claimedCount } = await world.approvals.processDue({ for: '0ms' });
  const shown = cardIn(world).text;
  await world.approvals.processDue({ for: '60s' });

  expect(claimedCount).toBe(0);
  expect(shown).toContain('Approved');
});
