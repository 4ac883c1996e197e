import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Channel, firstOf, freeAt, sizeOf, waitingFreeAt } from './channel.js';
import { createChannelPace } from './channel-pace.js';
import type { WaitingPost } from './waiting-posts.js';

const now = Date.UTC(2026, 0, 1, 10);
const second = 1_000;

const card = (name: string, channelId = 'C0PIZZA'): WaitingPost => ({
  channelId,
  approvalId: name,
  work: { type: 'post', copyId: 1 },
});
const reminder = (name: string): WaitingPost => ({ ...card(name), work: { type: 'notice', noticeId: 1 } });

/** A pace that something drives, and what waits in its first channel. */
function driven() {
  const pace = createChannelPace();
  pace.isDriven = true;
  const channel = (): Channel => {
    const [first] = pace.waiting();
    if (first === undefined) throw new Error('nothing waits');
    return first;
  };
  /** Sends what is first, as soon as the channel is free. @returns who it was, and when */
  const sendFirst = (from: number): readonly [name: string, at: number] => {
    const one = channel();
    const first = firstOf(one);
    if (first === null) throw new Error('nothing waits');
    const slot = freeAt(one, from);
    const at = Math.max(from, slot);
    pace.grant(one, first, slot, at);
    expect(pace.take(first, at)).toBe(at);
    return [first.approvalId, at];
  };
  return { pace, channel, sendFirst };
}

describe('a channel', () => {
  test('takes the first post at once, and the others a second apart', () => {
    const { pace } = driven();

    expect(['a', 'b', 'c'].map((name) => pace.take(card(name), now) - now)).toEqual([0, second, 2 * second]);
  });

  test('does not wait for another one', () => {
    const { pace } = driven();
    pace.take(card('a'), now);

    expect(pace.take(card('b', 'C0OPS'), now)).toBe(now);
  });

  test('is free again a second after its last post', () => {
    const { pace } = driven();
    pace.take(card('a'), now);

    expect(pace.take(card('b'), now + second)).toBe(now + second);
  });

  test('serves late cards, then first cards, then reminders', () => {
    const { pace, sendFirst } = driven();
    pace.take(card('sent'), now);
    pace.take(reminder('reminder'), now);
    pace.take(card('card'), now);
    pace.take(card('late'), now, true);

    const order = [1, 2, 3].map((count) => sendFirst(now + count * second)[0]);

    expect(order).toEqual(['late', 'card', 'reminder']);
  });

  test('keeps its rhythm where a post is a moment late, and does not catch up where it is later', () => {
    const { pace, sendFirst } = driven();
    for (const name of ['a', 'b', 'c', 'd']) pace.take(card(name), now);

    const sent = [now + second + 50, now + 2 * second, now + 5 * second].map((from) => sendFirst(from)[1] - now);

    expect(sent).toEqual([second + 50, 2 * second, 5 * second]);
    expect(pace.take(card('e'), now + 5 * second) - now).toBe(6 * second - 100);
  });

  test('is left alone for as long as Slack has said to wait', () => {
    const { pace } = driven();
    pace.hold('C0PIZZA', now, 20 * second);

    expect(pace.take(card('a'), now)).toBe(now + 20 * second);
    expect(pace.take(card('b', 'C0OPS'), now)).toBe(now);
  });
});

test('where other processes post as well, a post waits for theirs in between', () => {
  const { pace, channel } = driven();
  for (let number = 0; number <= 10; number += 1) pace.take(card(`${number}`), now);
  channel().others = 20;

  // the sixth of ten that wait, among thirty
  expect(pace.take(card('6'), now) - now).toBe(second + 5 * 3 * second);
});

describe('a message that goes before everything that waits', () => {
  test('takes the second that is free', () => {
    const { pace } = driven();

    expect(pace.takeNext('C0PIZZA', now)).toBe(now);
    expect(pace.take(card('a'), now)).toBe(now + second);
  });

  test('has the next one kept for it, and no longer than it takes to come back', () => {
    const { pace, channel } = driven();
    for (const name of ['a', 'b']) pace.take(card(name), now);

    const at = pace.takeNext('C0PIZZA', now);

    expect(at).toBe(now + second);
    expect(waitingFreeAt(channel(), at)).toBe(at + 2 * second);
    expect(pace.takeNext('C0PIZZA', at + 300)).toBe(at + 300);
    expect(waitingFreeAt(channel(), at + 300)).toBe(at + 300 + second);
  });

  test('takes one of the seconds of this process, where others post as well', () => {
    const { pace, channel } = driven();
    pace.take(card('a'), now, true);
    channel().block = { next: now + 30 * second, until: now + 40 * second, lastInRow: now + 40 * second, seenAt: now };

    expect(pace.takeNext('C0PIZZA', now)).toBe(now + 30 * second);
    expect(pace.takeNext('C0PIZZA', now + 30 * second)).toBe(now + 30 * second);
    expect(channel().block?.next).toBe(now + 31 * second);
  });

  test('keeps the others waiting no longer where the clock is set back', () => {
    const { pace, channel } = driven();
    for (const name of ['a', 'b']) pace.take(card(name), now);
    pace.takeNext('C0PIZZA', now);

    const back = now - 3_600 * second;

    expect(waitingFreeAt(channel(), back) - back).toBe(3 * second);
  });
});

describe('a card that is late', () => {
  test.each([
    { ahead: 400, asked: 0, due: 400, why: 'the next second of its process is near' },
    { ahead: 30 * second, asked: 0, due: second, why: 'another process may have a second free before' },
    { ahead: 30 * second, asked: -3_600 * second, due: second, why: 'the clock was set back' },
  ])('is due again in $due ms where $why', ({ ahead, asked, due }) => {
    const { pace, channel } = driven();
    pace.take(card('a'), now - 5 * second, true);
    channel().block = { next: now + ahead, until: now + 40 * second, lastInRow: now + 40 * second, seenAt: now };

    expect(pace.take(card('a'), now + asked, true) - (now + asked)).toBe(due);
  });

  test('takes a second that all processes share: its own one may be posting here as well', () => {
    const { pace, channel } = driven();

    expect(pace.take(card('a'), now, true)).toBeGreaterThan(now);
    expect(channel().isShared).toBe(true);
  });

  test('is sent at once where nothing else would start it', () => {
    expect(createChannelPace().take(card('a'), now, true)).toBe(now);
  });
});

describe('a second that was given', () => {
  test('before the record is stored is there when the card is sent', () => {
    const { pace } = driven();
    pace.reserve(card('a'), now);

    expect(pace.take(card('a'), now + 300)).toBe(now + 300);
  });

  test('is used once', () => {
    const { pace } = driven();
    pace.reserve(card('a'), now);
    pace.take(card('a'), now);

    expect(pace.take(card('a'), now)).toBe(now + second);
  });

  test('and not used within a minute is lost', () => {
    const { pace } = driven();
    pace.reserve(card('a'), now);
    pace.reserve(card('b'), now + 59 * second);

    expect(pace.take(card('a'), now + 59.5 * second)).toBe(now + 59.5 * second);
    pace.reserve(card('c'), now + 61 * second);
    expect(pace.take(card('c'), now + 122 * second)).toBe(now + 122 * second);
  });

  test('is free again where its post turns out not to be owed', () => {
    const { pace, channel } = driven();
    for (const name of ['a', 'b']) pace.take(card(name), now);
    const one = channel();

    const takeBack = pace.grant(one, card('b'), now + second, now + second);
    takeBack();

    expect(pace.take(card('c'), now + second)).toBe(now + second);
  });
});

describe('a post that is not stored', () => {
  test('leaves the queue', () => {
    const { pace } = driven();
    for (const name of ['a', 'b', 'c']) pace.reserve(card(name), now);

    pace.giveBack(card('b'));

    expect(pace.countBefore(card('c'))).toBe(0);
  });
});

describe('where nothing drives the pace', () => {
  test('a post whose estimate is past was taken up elsewhere, and keeps no other one waiting', () => {
    const pace = createChannelPace();
    for (const name of ['a', 'b', 'c']) pace.take(card(name), now);

    expect(pace.take(card('d'), now + 10 * second)).toBe(now + 10 * second);
  });
});

test('more than ten thousand posts wait in order, and each gets its turn', () => {
  const { pace, channel, sendFirst } = driven();
  const count = 10_500;
  for (let number = 0; number <= count; number += 1) pace.take(card(`${number}`), now);
  expect(sizeOf(channel())).toBe(count);

  const sent = Array.from({ length: count }, (_, index) => sendFirst(now + (index + 1) * second));

  expect(sent.map(([name]) => name)).toEqual(Array.from({ length: count }, (_, index) => `${index + 1}`));
  expect(sent.at(-1)?.[1]).toBe(now + count * second);
});

test('a hundred thousand posts are remembered; one more is given a second in its record only', () => {
  const { pace, channel } = driven();
  for (let number = 0; number <= 100_000; number += 1) pace.take(card(`${number}`), now);

  expect(pace.take(card('one more'), now)).toBe(now + 100_001 * second);
  expect(sizeOf(channel())).toBe(100_000);
});

test('very many channels are not remembered for ever, but those that posts wait for are', () => {
  const { pace } = driven();
  pace.take(card('a', 'C0'), now);
  pace.take(card('b', 'C0'), now);
  for (let number = 1; number <= 10_000; number += 1) pace.take(card('a', `C${number}`), now);

  expect(pace.take(card('c', 'C0'), now)).toBe(now + 2 * second);
  expect(pace.take(card('b', 'C1'), now)).toBe(now);
});

describe('whatever the clock does', () => {
  const steps = fc.array(
    fc.record({
      post: fc.nat(40).chain((name) => fc.constantFrom(card(`${name}`), reminder(`${name}`))),
      isLate: fc.boolean(),
      jumpMs: fc.oneof(fc.integer({ min: 0, max: 1_500 }), fc.constantFrom(-3_600_000, 3_600_000)),
      sends: fc.boolean(),
    }),
    { maxLength: 120 },
  );

  test('no estimate is further away than one second for each post known to wait', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const { pace, sendFirst } = driven();
        let at = now;
        for (const { post, isLate, jumpMs, sends } of all) {
          at += jumpMs;
          const wait = pace.take(post, at, isLate) - at;
          const [waiting] = pace.waiting();
          expectWithin(wait, [0, waiting === undefined ? second : sizeOf(waiting) * second]);
          if (sends && waiting !== undefined) at = sendFirst(at)[1];
        }
      }),
    );
  });
});

function expectWithin(value: number, [least, most]: readonly [least: number, most: number]): void {
  expect(value).toBeGreaterThanOrEqual(least);
  expect(value).toBeLessThanOrEqual(most);
}
