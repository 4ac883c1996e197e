import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createWaitingPosts, ticketOf, type WaitingPost } from './waiting-posts.js';

const post = (number: number): WaitingPost => ({
  channelId: 'C0PIZZA',
  approvalId: `a${number}`,
  work: { type: 'post', copyId: 1 },
});

type Step = { readonly type: 'add' | 'remove'; readonly number: number };
const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({ type: fc.constantFrom('add', 'remove'), number: fc.nat(30) }),
  { maxLength: 200 },
);

/** The same with a plain list. */
function naively(names: readonly number[], { type, number }: Step): readonly number[] {
  if (type === 'remove') return names.filter((name) => name !== number);
  return names.includes(number) ? names : [...names, number];
}

test('posts stay in the order in which they came, whatever is removed in between', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const posts = createWaitingPosts();
      let expected: readonly number[] = [];
      for (const step of all) {
        const ticket = ticketOf(post(step.number));
        if (step.type === 'remove') posts.remove(ticket);
        else if (!posts.has(ticket)) posts.add(post(step.number));
        expected = naively(expected, step);

        expect([posts.size, posts.first()?.approvalId]).toEqual([expected.length, nameOf(expected[0])]);
        const before = expected.map((name) => posts.countBefore(ticketOf(post(name))));
        // those removed in between may still count, never more
        expect(before.every((count, index) => count >= index && count < expected.length)).toBe(true);
      }
    }),
  );
});

function nameOf(number: number | undefined): string | undefined {
  return number === undefined ? undefined : `a${number}`;
}

test('those whose estimates are past are dropped, up to the first that still has time', () => {
  const posts = createWaitingPosts();
  for (const number of [1, 2, 3]) {
    posts.add(post(number));
    posts.estimate(ticketOf(post(number)), number * 1_000);
  }

  posts.dropPast(2_000);

  expect([posts.size, posts.first()]).toEqual([1, post(3)]);
});

test('a card and a reminder of one approval have different tickets', () => {
  const { channelId, approvalId } = post(1);
  const reminder: WaitingPost = { channelId, approvalId, work: { type: 'notice', noticeId: 1 } };

  expect(ticketOf(reminder)).not.toBe(ticketOf(post(1)));
});
