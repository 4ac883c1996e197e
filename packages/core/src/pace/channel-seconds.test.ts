import { fixedClock } from '@k8s-pizza/slack-approval-testing';
import { describe, expect, test } from 'vitest';
import { memoryStore } from '../memory-store/memory-store.js';
import { changeReserved, loadReserved } from '../storage/reserved-row.js';
import { type Channel, newChannel, useSecond } from './channel.js';
import { readChannelRow } from './channel-row.js';
import { giveBackBlock, nextSecond } from './channel-seconds.js';

const start = Date.UTC(2026, 0, 1, 10);
const second = 1_000;
const hour = 3_600 * second;

function process(store = memoryStore(), name = 'one') {
  return { name, store, namespace: 'default', clock: fixedClock(start) };
}

function channelWith(cards: number, reminders = 0): Channel {
  const channel = newChannel('C0PIZZA');
  const post = (name: string) => ({ channelId: 'C0PIZZA', approvalId: name });
  for (let number = 0; number < cards; number += 1)
    channel.cards.add({ ...post(`a${number}`), work: { type: 'post', copyId: 1 } });
  for (let number = 0; number < reminders; number += 1)
    channel.reminders.add({ ...post(`a${number}`), work: { type: 'notice', noticeId: 1 } });
  return channel;
}

async function nextFreeAt({ store, namespace }: ReturnType<typeof process>): Promise<number | null> {
  const row = await loadReserved({ store, namespace }, 'channel', 'C0PIZZA');
  return row === null ? null : readChannelRow(row, 'C0PIZZA').nextFreeAt - start;
}

describe('the seconds of a channel', () => {
  test.each([0, 1, 5])('are the own ones of a process in which %i posts wait', async (count) => {
    const one = process();

    await nextSecond(one, channelWith(count), one.name);

    expect(await nextFreeAt(one)).toBeNull();
  });

  test.each([
    [6, 0, 2],
    [60, 0, 10],
    [3_000, 0, 10],
    [0, 3_000, 5],
  ])('with %i cards and %i reminders waiting are taken %i at a time', async (cards, reminders, taken) => {
    const one = process();

    await nextSecond(one, channelWith(cards, reminders), one.name);

    expect(await nextFreeAt(one)).toBe(taken * second);
  });

  test('are taken once, and used one after the other', async () => {
    const one = process();
    const channel = channelWith(60);
    const used: number[] = [];
    for (let count = 0; count < 10; count += 1) {
      const at = await nextSecond(one, channel, one.name);
      used.push(at - start);
      one.clock.advance(Math.max(0, at - one.clock()));
      useSecond(channel, at);
      channel.lastAt = at;
    }

    expect(used).toEqual(Array.from({ length: 10 }, (_, index) => index * second));
    expect(await nextFreeAt(one)).toBe(10 * second);
  });

  test('of two processes are never the same', async () => {
    const one = process();
    const other = process(one.store, 'other');
    const [mine, theirs] = [channelWith(60), channelWith(60)];

    await nextSecond(one, mine, one.name);
    const at = await nextSecond(other, theirs, other.name);

    expect(at - start).toBe(10 * second);
    expect(mine.block?.until).toBe(theirs.block?.next);
  });

  test('are not used where little of the last one is left', async () => {
    const one = process();
    const channel = channelWith(24);
    await nextSecond(one, channel, one.name);
    await nextSecond(one, channelWith(24), 'other');
    one.clock.advance(5.5 * second);
    channel.lastAt = one.clock() - second;

    // six were taken, and the last of them has half a second left: the next ones come after those of the other process
    expect((await nextSecond(one, channel, one.name)) - start).toBe(12 * second);
  });

  test('go along with a clock that is set back', async () => {
    const one = process();
    const channel = channelWith(60);
    const at = await nextSecond(one, channel, one.name);
    useSecond(channel, at);
    channel.lastAt = at;
    one.clock.advance(500);
    await nextSecond(one, channel, one.name);

    one.clock.advance(-hour);

    expect((await nextSecond(one, channel, one.name)) - one.clock()).toBeLessThanOrEqual(second);
    one.clock.advance(second);
    await nextSecond(one, channel, one.name);
    expect(await nextFreeAt(one)).toBe(10 * second);
  });

  test('that nobody needs are given back', async () => {
    const one = process();
    const channel = channelWith(60);
    useSecond(channel, await nextSecond(one, channel, one.name));

    await giveBackBlock(one, channel);

    expect([await nextFreeAt(one), channel.block, channel.isShared]).toEqual([second, null, false]);
  });

  test('do not change who holds the row, nor when it is due', async () => {
    const one = process();
    const lease = { token: 'another-process', until: start + 60 * second };
    const body = JSON.stringify(readChannelRow(null, 'C0PIZZA'));
    await changeReserved(one, 'channel', 'C0PIZZA', () => ({ body, dueAt: lease.until, lease }));

    await nextSecond(one, channelWith(60), one.name);

    expect(await loadReserved(one, 'channel', 'C0PIZZA')).toMatchObject({
      leaseToken: lease.token,
      leaseUntil: lease.until,
      dueAt: lease.until,
    });
  });

  test.each([
    [20, 0, null],
    [21, 0, 0],
    [0, 300, null],
  ])('with %i cards and %i reminders waiting: the row is due for a summary at %s', async (cards, reminders, due) => {
    const one = process();

    await nextSecond(one, channelWith(cards, reminders), one.name);

    const dueAt = (await loadReserved(one, 'channel', 'C0PIZZA'))?.dueAt ?? null;
    expect(dueAt === null ? null : dueAt - start).toBe(due);
  });

  test('in a row of a newer release are left alone: this process waits and looks again', async () => {
    const one = process();
    const body = JSON.stringify({ schemaVersion: 2, secret: 'of a newer release' });
    await changeReserved(one, 'channel', 'C0PIZZA', () => ({ body, dueAt: null, lease: null }));

    expect((await nextSecond(one, channelWith(60), one.name)) - start).toBe(second);
    expect((await loadReserved(one, 'channel', 'C0PIZZA'))?.body).toBe(body);
  });
});
