import { createApprovals, memoryStore, type SlackOutcome } from '@k8s-pizza/slack-approval';
import { fixedClock } from '@k8s-pizza/slack-approval-testing';
import { describe, expect, test } from 'vitest';
import { channelPace } from '../../src/shell/channel-pace.js';
import { agreeableTransport } from '../agreeable-transport.js';
import { orderOptions, second, start } from '../world.js';

const failed: SlackOutcome<never> = { type: 'retry', afterMs: null, reason: 'ratelimited' };

/** Three orders for one channel, asked at one instant. Slack refuses the posts whose numbers are given, counted from 1. */
async function threeOrders(refused: readonly number[]) {
  const clock = fixedClock(start);
  const posts: { readonly after: number; readonly taken: boolean }[] = [];
  const agreeable = agreeableTransport();
  const transport = agreeableTransport({
    post: async (message) => {
      const taken = !refused.includes(posts.length + 1);
      posts.push({ after: clock() - start, taken });
      return taken ? await agreeable.post(message) : failed;
    },
  });
  const approvals = createApprovals({
    slack: { token: 'xoxb-test', signingSecret: 'secret', transport },
    ...{ store: memoryStore(), clock },
  });
  const orders = approvals.define('order', orderOptions());
  for (const size of ['small', 'medium', 'large']) {
    await orders.ask({ size }, { requester: 'alertmanager' });
    await approvals.settled();
  }
  for (let seconds = 0; seconds < 10; seconds += 1) {
    clock.advance(second);
    await approvals.processDue();
    await approvals.settled();
  }
  return posts;
}

describe('a post that Slack did not take, in a channel with others waiting,', () => {
  test.each([
    ['sent at once', [1]],
    ['sent in a second it was given', [2]],
    ['refused twice', [2, 4]],
  ])('%s, waits for a second of its own again', async (_, refused) => {
    const posts = await threeOrders(refused);

    const seconds = posts.map(({ after }) => after / second);
    expect(new Set(seconds).size).toBe(seconds.length);
    expect(posts.filter(({ taken }) => taken)).toHaveLength(3);
  });
});

describe('a ticket whose second has been used', () => {
  test.each([0, 300])('is given a new one, %i ms after it', (late) => {
    const pace = channelPace();
    for (const ticket of ['a', 'b']) pace.take('C0PIZZA', ticket, start);
    const used = pace.take('C0PIZZA', 'b', start + second + late);
    const other = pace.take('C0PIZZA', 'c', start + second + late);

    const again = pace.take('C0PIZZA', 'b', start + second + late);

    expect([used, other, again]).toEqual([start + second + late, start + 2 * second, start + 3 * second]);
  });

  test('is given a new one also where the first was at once', () => {
    const pace = channelPace();
    pace.take('C0PIZZA', 'a', start);

    expect(pace.take('C0PIZZA', 'a', start)).toBe(start + second);
  });
});

describe('of very many channels', () => {
  const many = 10_000;
  const name = (number: number) => `C${number}`;

  test('as many as are remembered keep their pace', () => {
    const pace = channelPace();
    for (let number = 0; number < many; number += 1) pace.take(name(number), 'first', start);

    expect(pace.take(name(0), 'second', start)).toBe(start + second);
  });

  test('one that is posted to again is remembered longer than those before it', () => {
    const pace = channelPace();
    for (let number = 0; number < many; number += 1) pace.take(name(number), `${number}`, start);
    pace.take(name(0), 'again', start + second);
    pace.take('C0NEW', 'new', start + second);

    expect(pace.take(name(0), 'third', start + second)).toBe(start + 2 * second);
  });
});
