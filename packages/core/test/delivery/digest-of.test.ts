import { digestOf } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';
import { click } from '../world/people.js';
import { createWorld, day, present } from '../world/world.js';
import { aDecision } from './a-decision.js';

async function decided() {
  const world = await createWorld({ kind: { retainFor: '30d' } });
  const approval = await world.ask();
  await click(world, approval, 'U0ALICE', 'approve');
  await world.work();
  const decisionNow = async () => present((await world.get(approval.id)).decision);
  return { world, decision: await decisionNow(), decisionNow };
}

describe('the digest of a decision', () => {
  test('is the one that people voted on', async () => {
    const { decision } = await decided();

    expect(digestOf(decision)).toBe(decision.digest);
    expect(digestOf(JSON.parse(JSON.stringify(decision)))).toBe(decision.digest);
  });

  test.each([
    ['id', { approvalId: 'abcdefghijklmnopqrstuvwxyz' }],
    ['kind', { kind: 'other' }],
    ['revision', { revision: 2 }],
    ['payload', { payload: { size: 'small' } }],
  ])('is another one with another %s', async (_, change) => {
    const { decision } = await decided();

    expect(digestOf({ ...decision, ...change })).not.toBe(decision.digest);
  });

  test.each(['salt', 'content', 'policy'])('is another one with another %s', async (part) => {
    const { decision } = await decided();

    expect(digestOf({ ...decision, seen: { ...decision.seen, [part]: 'other' } })).not.toBe(decision.digest);
  });

  test('cannot be computed once it is erased, and says so', async () => {
    const { world, decisionNow } = await decided();
    world.clock.advance(31 * day);
    await world.work();
    const decision = await decisionNow();

    expect(() => digestOf(decision)).toThrow(expect.objectContaining({ code: 'erased' }));
  });

  test('cannot be computed of what a webhook of one’s own left out', () => {
    const { seen: _, ...decision } = aDecision();

    // as: as a program without a compiler could give it
    expect(() => digestOf(decision as never)).toThrow(expect.objectContaining({ code: 'invalid_argument' }));
  });
});
