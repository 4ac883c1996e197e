import type { SlackOutcome } from '@k8s-pizza/slack-approval/slack';
import { describe, expect, test, vi } from 'vitest';
import { hour, minute, second, start } from '../world/world.js';
import { bySecond, type PacedWorld, pacedWorld, requester } from './paced-process.js';

type Process = ReturnType<PacedWorld['process']>;

async function askMany({ orders }: Process, count: number): Promise<readonly string[]> {
  const asked = Array.from({ length: count }, () => orders.ask({ size: 'large' }, { requester }));
  return (await Promise.all(asked)).map(({ approval }) => approval.id);
}

/** A process that polls. */
function started(world: PacedWorld, options?: Parameters<PacedWorld['process']>[0]): Process {
  const process = world.process(options);
  process.approvals.start();
  return process;
}

describe('many cards for one channel', () => {
  test('are posted one a second, in the order in which they were asked', async () => {
    const world = pacedWorld({ kind: { card: ({ size }) => ({ title: size }) } });
    const { orders } = started(world);
    await world.pass(100);
    // on a busy machine the worker may still be loading, which takes real time
    await vi.dynamicImportSettled();
    await world.pass(100);
    for (let number = 0; number < 40; number += 1) await orders.ask({ size: `order ${number}` }, { requester });

    await world.pass(30 * second);

    expect(Math.max(...bySecond(world.posts))).toBe(1);
    expect(world.posts.length).toBeGreaterThanOrEqual(30);
    const cards = world.posts.filter(({ isSummary }) => !isSummary);
    expect(cards.map(({ text }) => Number(/order (\d+)/.exec(text)?.[1]))).toEqual(cards.map((_, index) => index));
    expect(world.posts.length - cards.length).toBe(1);
  });

  test('cost the store two gets and two puts each: no record is claimed before its second', async () => {
    const world = pacedWorld();
    const process = started(world);
    await world.pass(100);
    await askMany(process, 1);
    await world.pass(second);
    // more of them have a summary card
    await askMany(process, 20);
    await world.pass(second);
    const before = { ...world.counts };
    const posted = world.posts.length;

    await world.pass(15 * second);

    const count = world.posts.length - posted;
    expect(count).toBeGreaterThanOrEqual(14);
    expect(world.counts.claimed - before.claimed).toBe(0);
    // and now and then the channel's row, for thirty of its seconds
    expect(world.counts.get - before.get).toBeLessThanOrEqual(2 * count + 4);
    expect(world.counts.put - before.put).toBeLessThanOrEqual(2 * count + 4);
  });

  test('that were withdrawn are passed over and cost no second', async () => {
    const world = pacedWorld();
    const process = started(world);
    await world.pass(100);
    for (const id of await askMany(process, 300))
      await process.approvals.withdraw(id, { by: requester, reason: 'resolved' });
    const posted = world.posts.length;

    await process.orders.ask({ size: 'large' }, { requester });
    await world.pass(2 * second);

    expect(world.posts.length).toBe(posted + 1);
  });

  test('asked by three processes are posted one a second by all of them together', async () => {
    const world = pacedWorld();
    const processes = [started(world), started(world), started(world)];
    await world.pass(100);
    await Promise.all(processes.map((process) => askMany(process, 60)));
    await world.pass(10 * second);
    const posted = world.posts.length;

    await world.pass(120 * second);

    const later = world.posts.slice(posted);
    // each process posts one at once, before it knows of the others
    expect(posted).toBeLessThanOrEqual(14);
    const cards = later.filter(({ isSummary }) => !isSummary);
    const gaps = cards.slice(1).map(({ at }, index) => at - (cards[index]?.at ?? 0));
    expect(gaps.slice(10).filter((gap) => gap < 900)).toEqual([]);
    // a record is taken up early where the processes did not yet know of each other, and then not again and again
    expect(world.counts.claimed).toBeLessThanOrEqual(3 * world.posts.length);
    // the summary card keeps a second or two free for its message
    expect(later.length).toBeGreaterThanOrEqual(110);
  });

  test('whose process has ended are posted by another one, one a second, and never at once', async () => {
    const world = pacedWorld();
    const asking = world.process();
    await askMany(asking, 60);
    await world.pass(5 * minute);
    const posted = world.posts.length;

    started(world);
    await world.pass(10 * second);

    expect(Math.max(...bySecond(world.posts.slice(posted)))).toBe(1);
    expect(world.posts.length - posted).toBeGreaterThanOrEqual(9);
  });

  test('whose process has ended are posted one a second by two others together', async () => {
    const world = pacedWorld();
    await askMany(world.process(), 60);
    await world.pass(5 * minute);
    const posted = world.posts.length;

    for (let count = 0; count < 2; count += 1) started(world);
    await world.pass(20 * second);

    const seconds = bySecond(world.posts.slice(posted).filter(({ isSummary }) => !isSummary));
    // each of them may post one before it knows of the other
    expect(Math.max(...seconds.slice(5 * 60 + 2))).toBe(1);
    expect(world.posts.length - posted).toBeLessThanOrEqual(22);
  });

  test('that are late are posted one a second by their own process and one that takes them over', async () => {
    const limited: SlackOutcome<never> = { type: 'retry', afterMs: 20 * second, reason: 'ratelimited' };
    const world = pacedWorld({ refuses: (number) => (number === 3 ? limited : undefined) });
    const process = started(world);
    await world.pass(100);
    await askMany(process, 100);
    started(world);
    await world.pass(30 * second);

    await world.pass(30 * second);

    expect(Math.max(...bySecond(world.posts).slice(31))).toBe(1);
  });

  test('of which one has abandoned work are posted without it: the worker does such a record alone', async () => {
    const world = pacedWorld();
    const process = started(world);
    await world.pass(100);
    const ids = await askMany(process, 4);
    const row = await world.store.get(ids[1] ?? '');
    if (row !== null) await world.store.put({ ...row, claimCount: 2, dueAt: start + hour }, row.version);

    await world.pass(5 * second);

    expect(world.posts).toHaveLength(3);
    expect((await world.store.get(ids[1] ?? ''))?.claimCount).toBe(2);
  });

  test('and of another one at once are posted in both, though one lease serves both', async () => {
    const world = pacedWorld({ kind: { channel: ['C0PIZZA', 'C0OPS'] }, postsTakeMs: 300 });
    const process = started(world);
    await world.pass(100);
    await askMany(process, 3);

    await world.pass(8 * second);

    expect(world.posts).toHaveLength(6);
    expect(world.counts.claimed).toBe(0);
  });

  test('do not wait for one that could not be stored', async () => {
    const world = pacedWorld();
    const process = started(world);
    await world.pass(100);
    await askMany(process, 2);
    world.failNextPut();
    await expect(process.orders.ask({ size: 'large' }, { requester })).rejects.toThrow('the disk is full');

    expect((await process.orders.ask({ size: 'large' }, { requester })).waitingBefore).toBe(2);
  });

  test('go on at once where all processes are stopped and others begin', async () => {
    const world = pacedWorld();
    const before = [started(world), started(world), started(world)];
    await world.pass(100);
    await Promise.all(before.map((process) => askMany(process, 100)));
    await world.pass(30 * second);
    await Promise.all(before.map(({ approvals }) => approvals.stop()));
    const posted = world.posts.length;

    for (let count = 0; count < 3; count += 1) started(world);
    await world.pass(30 * second);

    expect(world.posts.length - posted).toBeGreaterThanOrEqual(24);
  });

  test('go on soon where all processes are killed and others begin', async () => {
    const world = pacedWorld();
    const before = [started(world), started(world), started(world)];
    await world.pass(100);
    await Promise.all(before.map((process) => askMany(process, 100)));
    await world.pass(30 * second);
    for (const { kill } of before) kill();
    const posted = world.posts.length;

    for (let count = 0; count < 3; count += 1) started(world);
    await world.pass(60 * second);

    expect(world.posts.length - posted).toBeGreaterThanOrEqual(25);
  });

  test('are posted one a call, where each call is short and nothing polls', async () => {
    const world = pacedWorld();
    const process = world.process();
    await askMany(process, 20);
    await world.pass(5 * minute);
    const posted = world.posts.length;

    const call = process.approvals.processDue();
    await world.pass(100);
    await call;

    expect(world.posts.length - posted).toBe(1);
  });

  test('are waited for by a call that cannot store the start of another one', async () => {
    const world = pacedWorld({ postsTakeMs: 300 });
    const process = world.process();
    // the first card of a process also stores where it is installed
    await process.orders.ask({ size: 'large' }, { requester, channel: 'C0FIRST' });
    await world.pass(500);
    for (const channel of ['C0PIZZA', 'C0OPS'])
      for (let count = 0; count < 2; count += 1) await process.orders.ask({ size: 'large' }, { requester, channel });
    await world.pass(500);
    // by its record a card of each channel waits for a second that comes only now
    await world.pass(600);
    const posted = world.posts.length;
    world.failNextPut(1);

    const call = process.approvals
      .processDue()
      .catch((error: unknown) => ({ error, postedByThen: world.posts.length - posted }));
    await world.pass(5 * second);

    expect(await call).toMatchObject({ error: { message: 'the disk is full' }, postedByThen: 1 });
  });

  test('are posted one a second by a call that has time', async () => {
    const world = pacedWorld();
    const process = world.process();
    await askMany(process, 20);
    await world.pass(5 * minute);
    const posted = world.posts.length;

    const call = process.approvals.processDue({ for: `${10 * second}ms` });
    await world.pass(15 * second);
    await call;

    expect(world.posts.length - posted).toBeGreaterThanOrEqual(9);
    expect(Math.max(...bySecond(world.posts.slice(posted)))).toBe(1);
  });
});

describe('a first card', () => {
  test('goes before all the reminders that wait', async () => {
    const world = pacedWorld({ kind: { remindEvery: '10m', channel: 'C0PIZZA' } });
    const process = started(world);
    await world.pass(100);
    await askMany(process, 100);
    await world.pass(10 * minute + 20 * second);
    expect(world.posts.at(-1)?.isReminder).toBe(true);
    const posted = world.posts.length;

    await process.orders.ask({ size: 'new' }, { requester });
    await world.pass(2 * second);

    expect(world.posts.slice(posted).some(({ isReminder }) => !isReminder)).toBe(true);
  });

  test('does not wait for another channel', async () => {
    const world = pacedWorld();
    const process = started(world);
    await world.pass(100);
    await askMany(process, 50);

    const { waitingBefore } = await process.orders.ask({ size: 'large' }, { requester, channel: 'C0OPS' });
    await world.pass(50);

    expect(waitingBefore).toBe(0);
    expect(world.posts.map(({ channelId }) => channelId)).toContain('C0OPS');
  });
});

describe('a clock that is set back by an hour', () => {
  test('keeps no card waiting', async () => {
    let offBy = 0;
    const world = pacedWorld();
    const process = started(world, { offBy: () => offBy });
    await world.pass(100);
    await askMany(process, 60);
    await world.pass(5 * second);
    offBy = -hour;
    const posted = world.posts.length;

    await world.pass(20 * second);

    expect(world.posts.length - posted).toBeGreaterThanOrEqual(18);
    expect(Math.max(...bySecond(world.posts.slice(posted)))).toBe(1);
  });

  test('keeps no change of a card waiting', async () => {
    let offBy = 0;
    const world = pacedWorld();
    const process = started(world, { offBy: () => offBy });
    await world.pass(100);
    const [id = ''] = await askMany(process, 1);
    await world.pass(5 * second);
    offBy = -hour;

    await process.approvals.withdraw(id, { by: requester, reason: 'resolved' });
    await world.pass(2 * second);

    expect(world.updates).toHaveLength(1);
  });
});

describe('a post that Slack did not take, in a channel with others waiting,', () => {
  const failed: SlackOutcome<never> = { type: 'retry', afterMs: null, reason: 'service_unavailable' };

  test.each([
    ['the first', [1]],
    ['the second', [2]],
    ['two of them', [2, 4]],
  ])('%s, waits for another second', async (_, refused) => {
    const world = pacedWorld({ refuses: (number) => (refused.includes(number) ? failed : undefined) });
    const process = started(world);
    await world.pass(100);
    await askMany(process, 3);

    await world.pass(minute);

    expect(world.posts).toHaveLength(3);
    expect(Math.max(...bySecond(world.posts))).toBe(1);
  });

  test('nothing is posted in the channel for as long as Slack says to wait', async () => {
    const limited: SlackOutcome<never> = { type: 'retry', afterMs: 20 * second, reason: 'ratelimited' };
    const world = pacedWorld({ refuses: (number) => (number === 3 ? limited : undefined) });
    const process = started(world);
    await world.pass(100);
    await askMany(process, 10);

    await world.pass(minute);

    const seconds = bySecond(world.posts);
    expect(world.posts).toHaveLength(10);
    expect(seconds.slice(3, 21).every((count) => count === 0)).toBe(true);
  });
});

describe('ask says how long its card waits', () => {
  test('nothing comes before the first one; then each waits for those before', async () => {
    const world = pacedWorld();
    const { orders } = started(world);
    await world.pass(100);
    const waits: number[] = [];
    for (let number = 0; number < 4; number += 1)
      waits.push((await orders.ask({ size: 'large' }, { requester })).waitingBefore);

    expect(waits).toEqual([0, 1, 2, 3]);
  });

  test('asked again under its key it says what is left', async () => {
    const world = pacedWorld();
    const process = started(world);
    await world.pass(100);
    await askMany(process, 10);
    const ask = async () => (await process.orders.ask({ size: 'large' }, { requester, key: 'oven-3' })).waitingBefore;
    const first = await ask();

    await world.pass(5 * second);

    expect([first, await ask()]).toEqual([10, 5]);
    await world.pass(6 * second);
    expect(await ask()).toBe(0);
  });

  test('a process without Slack knows of no others', async () => {
    const world = pacedWorld();
    const { orders } = world.process();

    expect((await orders.ask({ size: 'large' }, { requester })).waitingBefore).toBe(0);
  });
});
