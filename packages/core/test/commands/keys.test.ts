import { memoryStore, user } from '@k8s-pizza/slack-approval';
import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';
import { describe, expect, test } from 'vitest';
import { click } from '../world/people.js';
import { createWorld, day, hour, orderOptions, type World } from '../world/world.js';

const requester = 'alertmanager';
const key = 'alert/oven-3';
const large = { size: 'large' };

const askIn = (world: World, payload = large) => world.orders.ask(payload, { key, requester });

async function decide(world: World, id: string, answer: 'approve' | 'reject') {
  const { digest } = await world.get(id);
  await world.approvals.vote(id, { by: user('U0ALICE'), answer, digest, via: 'test' });
  await world.work();
}

describe('a key stands for one open occasion', () => {
  test('asking again finds the approval that is there', async () => {
    const world = await createWorld();
    const first = await askIn(world);

    const second = await askIn(world);

    expect([first.created, second.created]).toEqual([true, false]);
    expect(second.approval.id).toBe(first.approval.id);
    expect(second.changed).toBe(false);
    expect(first.changed).toBe(false);
    await world.approvals.flush();
    expect(world.slack.messages('C0PIZZA')).toHaveLength(1);
  });

  test('asking with another payload says that it is another, and changes nothing', async () => {
    const world = await createWorld();
    const first = await askIn(world);

    const second = await askIn(world, { size: 'small' });

    expect(second).toMatchObject({ created: false, changed: true, approval: { payload: large, revision: 1 } });
    expect(second.approval.digest).toBe(first.approval.digest);
  });

  test('the order of names in a payload makes no other payload', async () => {
    const world = await createWorld();
    const [one, other] = [
      { size: 'x', at: 1 },
      { at: 1, size: 'x' },
    ];
    await askIn(world, one);

    expect(await askIn(world, other)).toMatchObject({ created: false, changed: false });
  });

  test('asking twenty times at once asks once', async () => {
    const world = await createWorld();

    const answers = await Promise.all(Array.from({ length: 20 }, () => askIn(world)));

    expect(answers.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(answers.map(({ approval }) => approval.id)).size).toBe(1);
    await world.approvals.flush();
    expect(world.slack.messages('C0PIZZA')).toHaveLength(1);
  });

  test('also from two processes on one store', async () => {
    const world = await createWorld();
    const other = world.again().define('order', orderOptions());

    const answers = await Promise.all([askIn(world), other.ask(large, { key, requester })]);

    expect(answers.map(({ created }) => created).toSorted()).toEqual([false, true]);
    expect(answers[0].approval.id).toBe(answers[1].approval.id);
  });

  test('of one kind only', async () => {
    const world = await createWorld();
    const other = world.approvals.define('other', orderOptions());
    const first = await askIn(world);

    const second = await other.ask(large, { key, requester });

    expect(second.created).toBe(true);
    expect(second.approval.id).not.toBe(first.approval.id);
  });

  test.each(['', 'k'.repeat(2_001)])('a key of %s characters is none', async (wrong) => {
    const world = await createWorld();

    await expect(world.orders.ask(large, { key: wrong, requester })).rejects.toMatchObject({
      code: 'invalid_argument',
    });
  });

  test('a key may be anything else', async () => {
    const world = await createWorld();
    const odd = '{}:{alertname="Käse 🍕", __proto__="x"}\n';

    const first = await world.orders.ask(large, { key: odd, requester });

    expect(await world.orders.ask(large, { key: odd, requester })).toMatchObject({ created: false });
    expect(first.approval.key).toBe(odd);
    expect(first.approval.id).toMatch(/^a[a-z2-7]{25}$/);
  });
});

describe('a key becomes free', () => {
  test('when it is released, while the approval goes on', async () => {
    const world = await createWorld();
    const first = await askIn(world);
    await world.orders.releaseKey(key);

    const second = await askIn(world);

    expect(second.created).toBe(true);
    expect(second.approval.id).not.toBe(first.approval.id);
    expect(await world.get(first.approval.id)).toMatchObject({ status: 'pending' });
  });

  test('when it is withdrawn by key', async () => {
    const world = await createWorld();
    const first = await askIn(world);

    const withdrawn = await world.orders.withdraw({ key }, { by: requester, reason: 'resolved' });

    expect(withdrawn).toMatchObject({ ok: true, approval: { id: first.approval.id, status: 'withdrawn' } });
    expect(await askIn(world)).toMatchObject({ created: true });
  });

  test('when it is withdrawn by id', async () => {
    const world = await createWorld();
    const first = await askIn(world);
    await world.approvals.withdraw(first.approval.id, { by: requester, reason: 'resolved' });

    expect(await askIn(world)).toMatchObject({ created: true });
  });

  test('by withdrawing also after the decision, which stays', async () => {
    const world = await createWorld();
    const first = await askIn(world);
    await decide(world, first.approval.id, 'approve');

    const withdrawn = await world.orders.withdraw({ key }, { by: requester, reason: 'resolved' });

    expect(withdrawn).toMatchObject({ code: 'not_pending' });
    expect(await world.get(first.approval.id)).toMatchObject({ status: 'approved' });
    expect(await askIn(world)).toMatchObject({ created: true });
  });

  test('when the time ran out, also where nobody has noticed yet', async () => {
    const world = await createWorld({ kind: { expiresIn: '1h' } });
    const first = await askIn(world);
    await world.approvals.flush();
    world.clock.advance(hour);

    const second = await askIn(world);
    await world.approvals.flush();

    expect(second.created).toBe(true);
    expect(await world.get(first.approval.id)).toMatchObject({ status: 'expired', delivery: { state: 'delivered' } });
  });

  test.each(['approve', 'reject'] as const)('a day after the decision to %s', async (answer) => {
    const world = await createWorld();
    const first = await askIn(world);
    await decide(world, first.approval.id, answer);

    world.clock.advance(day - 1);
    const held = await askIn(world);
    world.clock.advance(1);
    const free = await askIn(world);

    expect(held).toMatchObject({ created: false, approval: { id: first.approval.id } });
    expect(free.created).toBe(true);
  });

  test.each([
    ['1h', hour - 1, false],
    ['1h', hour, true],
    ['forever', 1_000 * day, false],
  ])('as keyFor says: %s, %i ms later', async (keyFor, later, created) => {
    const world = await createWorld({ kind: { keyFor } });
    const first = await askIn(world);
    await decide(world, first.approval.id, 'approve');
    world.clock.advance(later);

    expect(await askIn(world)).toMatchObject({ created });
  });
});

describe('what is done to a key that nobody asked under', () => {
  test('finds nothing', async () => {
    const world = await createWorld();

    expect(await world.orders.withdraw({ key }, { by: requester, reason: 'x' })).toMatchObject({ code: 'not_found' });
    expect(await world.orders.amend({ key }, large, { by: requester })).toMatchObject({ code: 'not_found' });
    await expect(world.orders.releaseKey(key)).resolves.toBeUndefined();
  });
});

describe('the approval that a key holds', () => {
  test('is found while it waits, and after its decision for as long as `ask` would return it', async () => {
    const world = await createWorld();
    const { approval } = await askIn(world);
    const pending = await world.orders.find(key);
    const { id } = approval;
    await decide(world, id, 'reject');
    const rejected = await world.orders.find(key);
    world.clock.advance(day);

    expect(pending).toMatchObject({ id, status: 'pending', payload: large });
    expect(rejected).toMatchObject({ id, status: 'rejected' });
    expect(await world.orders.find(key)).toBeNull();
  });

  test('is not found once the key is free', async () => {
    const world = await createWorld();
    const before = await world.orders.find(key);
    await askIn(world);
    await world.orders.releaseKey(key);
    const released = await world.orders.find(key);
    const { approval } = await askIn(world);
    const again = await world.orders.find(key);
    await world.orders.withdraw({ key }, { by: requester, reason: 'resolved' });

    expect([before, released, again?.id]).toEqual([null, null, approval.id]);
    expect(await world.orders.find(key)).toBeNull();
  });

  test('is not found once it is over time, even before that is stored', async () => {
    const world = await createWorld({ kind: { expiresIn: '1h' } });
    await askIn(world);
    world.clock.advance(hour);

    expect(await world.orders.find(key)).toBeNull();
  });
});

describe('occasion after occasion', () => {
  test('each is found, without a gap, by few reads', async () => {
    const base = memoryStore();
    let reads = 0;
    const store: ApprovalStore = {
      ...base,
      get: async (id) => {
        reads += 1;
        return await base.get(id);
      },
    };
    const world = await createWorld({ store, access: {}, slack: { rateLimits: false } });
    const ids: string[] = [];

    for (let occasion = 1; occasion <= 25; occasion += 1) {
      const asked = await askIn(world, { size: String(occasion) });
      const again = await askIn(world, { size: String(occasion) });
      expect([asked.created, again.created, again.approval.id]).toEqual([true, false, asked.approval.id]);
      ids.push(asked.approval.id);
      await world.orders.withdraw({ key }, { by: requester, reason: 'resolved' });
    }
    await world.approvals.flush();
    reads = 0;
    await world.orders.releaseKey(key);

    expect(new Set(ids).size).toBe(25);
    expect(reads).toBeLessThan(14);
    const { rows } = await base.list({ limit: 100 });
    const numbers = rows.map(({ body }) => JSON.parse(body).approval.keyNumber);
    expect(numbers.toSorted((one, other) => one - other)).toEqual(Array.from({ length: 25 }, (_, index) => index + 1));
  });

  test('a click on an earlier one is told about that one', async () => {
    const world = await createWorld();
    const first = await world.ask(large, { key });
    await world.orders.withdraw({ key }, { by: requester, reason: 'resolved' });
    await world.ask(large, { key });

    await click(world, first, 'U0ALICE', 'details');

    expect(JSON.stringify(world.slack.views('U0ALICE')[0]?.blocks)).toContain(first.id);
  });
});
