import { type DecisionSink, user } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';
import { agreeableTransport } from '../world/agreeable-transport.js';
import { createWorld, type Order, type World } from '../world/world.js';

const kilobyte = 1_024;
const people = Array.from({ length: 100 }, (_, index) => `U0PERSON${String(index).padStart(3, '0')}`);

/** A question that a hundred people have to approve, and the bodies that its sink gets. */
async function askedOfAHundred(quorum = 100) {
  const bodies: string[] = [];
  const sink: DecisionSink = {
    async deliver({ body }) {
      bodies.push(body);
      return { type: 'delivered' };
    },
  };
  const world = await createWorld({
    access: { transport: agreeableTransport() },
    kind: {
      approvers: people.map(user),
      quorum: { approve: quorum },
      reason: { approve: 'optional' },
      card: () => ({ title: 'Order pizza?' }),
      onDecision: sink,
    },
  });
  return { world, bodies };
}

async function approveAll({ approvals, ask, get }: World, reason: string, payload?: Order) {
  const { id, digest } = await ask(payload);
  for (const userId of people) {
    const voted = await approvals.vote(id, { by: user(userId), answer: 'approve', digest, reason, via: 'test' });
    expect(voted).toMatchObject({ ok: true });
  }
  await approvals.flush();
  return await get(id);
}

const sizeOf = async (world: World, id: string) => Buffer.byteLength((await world.row(id)).body);

describe('a hundred votes, each with the longest reason', () => {
  test.each(['x', 'ü', '€', '"'])('made of %j are stored, decide, and are delivered', async (letter) => {
    const { world, bodies } = await askedOfAHundred();

    const approval = await approveAll(world, letter.repeat(500));

    expect(await sizeOf(world, approval.id)).toBeLessThanOrEqual(220 * kilobyte);
    expect(approval).toMatchObject({ status: 'approved', delivery: { state: 'delivered' } });
    const { votes } = JSON.parse(bodies[0] ?? '').data;
    expect(votes).toEqual(approval.decision?.votes);
    expect(votes).toHaveLength(100);
    expect(votes[99]).toMatchObject({ by: { userId: people[99] }, reason: `${letter.repeat(59)}…`, via: 'test' });
  });

  test('keep the first twenty reasons whole, and 100 characters of the others', async () => {
    const { world } = await askedOfAHundred();

    const { votes } = await approveAll(world, 'x'.repeat(500));

    expect(votes.map(({ reason }) => reason?.length)).toEqual([
      ...Array.from({ length: 20 }, () => 500),
      ...Array.from({ length: 80 }, () => 100),
    ]);
  });

  test('fit beside a payload that could be asked for', async () => {
    const { world } = await askedOfAHundred();
    const payload = { size: 'x'.repeat(8 * kilobyte) };

    const approval = await approveAll(world, '€'.repeat(500), payload);

    expect(approval).toMatchObject({ status: 'approved', delivery: { state: 'delivered' } });
  });

  test('would not fit beside a larger one, which is refused when it is asked for', async () => {
    const { world } = await askedOfAHundred();

    const asked = world.orders.ask({ size: 'x'.repeat(31 * kilobyte) }, { requester: 'alertmanager' });

    await expect(asked).rejects.toMatchObject({ code: 'record_too_large' });
  });
});

test('reasons that are few are delivered whole', async () => {
  const { world, bodies } = await askedOfAHundred(2);
  const { id, digest } = await world.ask();

  for (const userId of people.slice(0, 2))
    await world.approvals.vote(id, {
      by: user(userId),
      answer: 'approve',
      digest,
      reason: '€'.repeat(500),
      via: 'cli',
    });
  await world.work();

  const vote = { answer: 'approve', choice: null, reason: '€'.repeat(500), checked: true, stage: null, via: 'cli' };
  expect(JSON.parse(bodies[0] ?? '').data).toMatchObject({ requester: 'alertmanager', votes: [vote, vote] });
});

test('the same long reason again is the same vote, also once later reasons are kept short', async () => {
  const { world } = await askedOfAHundred();
  const { id, digest } = await world.ask();
  const voteOf = (userId: string, reason: string) =>
    world.approvals.vote(id, { by: user(userId), answer: 'approve', digest, reason, via: 'test' });
  for (const userId of people.slice(0, 22)) await voteOf(userId, 'x'.repeat(500));
  const before = await world.approvals.history(id);

  await voteOf('U0PERSON000', 'x'.repeat(500));
  await voteOf('U0PERSON021', 'x'.repeat(500));

  expect(await world.approvals.history(id)).toEqual(before);
});
