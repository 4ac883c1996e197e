import { bundleInRun } from 'test-engines/in-this-run';
import { beforeAll, describe, expect, test } from 'vitest';
import { maxInAnySecond } from '../src/posts-a-second.js';
import { isShown, openWitness } from '../src/records.js';
import type { Measured } from '../src/settings.js';
import { openStores } from '../src/stores.js';
import { type StormResult, storm } from '../src/storm.js';

let program = '';
beforeAll(async () => {
  program = await bundleInRun(new URL('../src/app-child.ts', import.meta.url));
});

/** Three processes on a file: what happened, and what the file holds in the end. */
async function stormOnSqlite() {
  const stores = await openStores('sqlite');
  try {
    const store = await stores.next();
    const options = { count: 300, replicas: 3, atOnce: 1, watchMs: 20_000, clickEveryMs: 200 };
    const result = await storm({ ...options, program, store });
    const witness = await openWitness(store);
    const questions = await witness.questions();
    await witness.close();
    return { ...result, questions };
  } finally {
    await stores.close();
  }
}

/** A process takes seconds for 30 cards at most, and what it has taken over goes first. */
const maxOutOfOrder = 30;

const cardsOf = ({ posts }: StormResult) =>
  posts.flatMap(({ approvalId }) => (approvalId === null ? [] : [approvalId]));
const worst = (measured: readonly Measured[], of: (one: Measured) => number) => Math.max(...measured.map(of));

describe('three processes on one SQLite file ask 300 questions in one channel', () => {
  let result: Awaited<ReturnType<typeof stormOnSqlite>>;
  beforeAll(async () => {
    result = await stormOnSqlite();
    const { posts, watchedPosts, watchedMs } = result;
    const rate = ((watchedPosts.length * 1_000) / watchedMs).toFixed(2);
    process.stdout.write(`storm: ${rate} cards a second, at most ${maxInAnySecond(posts)} in any second\n`);
  });

  test('the channel gets one message a second, and never more than two', () => {
    // each process keeps its own second until more than five posts wait in it
    expect(maxInAnySecond(result.posts)).toBeLessThanOrEqual(3);
    expect(maxInAnySecond(result.watchedPosts)).toBeLessThanOrEqual(2);
    expect(result.watchedPosts.length).toBeLessThanOrEqual(result.watchedMs / 1_000 + 2);
    expect(result.watchedPosts.length).toBeGreaterThan((result.watchedMs / 1_000) * 0.6);
  });

  test('no question has two cards', () => {
    const cards = cardsOf(result);

    expect(new Set(cards).size).toBe(cards.length);
  });

  test('the cards of each process come nearly in the order in which it asked: another one may take some over', () => {
    const cards = cardsOf(result);

    for (const ids of result.asked) {
      const places = cards.flatMap((id) => (ids.includes(id) ? [ids.indexOf(id)] : []));
      const isOff = places.filter((place, index) => Math.abs(place - index) > maxOutOfOrder);
      expect(isOff).toEqual([]);
    }
  });

  test('none is lost: each has its card, or waits a second at most for each before it', () => {
    const waiting = result.questions.filter((question) => !isShown(question));
    const waits = waiting.map(({ row }) => (row.dueAt ?? Number.NaN) - result.endedAt);

    expect(result.questions.map(({ row }) => row.id).sort()).toEqual(result.asked.flat().sort());
    expect(waits.filter((ms) => !(ms <= (waiting.length + 1) * 1_000))).toEqual([]);
  });
});

describe('one process asks 10,500 questions in one channel', () => {
  let result: StormResult;
  beforeAll(async () => {
    const options = { count: 10_500, replicas: 1, atOnce: 8, watchMs: 15_000, clickEveryMs: 50 };
    result = await storm({ ...options, program, store: { type: 'memory' } });
    const { whileAsking, whileWatching, machineHeldMs, heapMb, askMs } = result;
    const held = [whileAsking, whileWatching].map((measured) => worst(measured, ({ heldMs }) => heldMs).toFixed(0));
    const calls = [whileAsking, whileWatching].map((measured) => worst(measured, (one) => one.maxCallsInTurn));
    const figures = [
      `asked in ${(askMs / 1_000).toFixed(1)} s`,
      `event loop held for ${held.join(' ms by asks, for ')} ms by posts and polls`,
      `for ${machineHeldMs.toFixed(0)} ms in a process that does nothing`,
      `${calls.join(' and ')} calls of the store in one turn`,
      `${Math.max(...heapMb).toFixed(0)} MB of heap`,
    ];
    process.stdout.write(`storm of 10,500: ${figures.join(', ')}\n`);
  });

  test('cards keep coming, one a second', () => {
    const seconds = result.watchedMs / 1_000;

    expect(result.watchedPosts.length).toBeGreaterThan(seconds * 0.8);
    expect(result.watchedPosts.length).toBeLessThanOrEqual(seconds + 2);
  });

  test('the event loop is given back soon', () => {
    const measured = [...result.whileAsking, ...result.whileWatching];

    // without turns it is three calls for each question: 31,500. How long that takes is printed above, as it depends on the machine
    expect(worst(measured, ({ maxCallsInTurn }) => maxCallsInTurn)).toBeLessThan(1_500);
  });

  test('clicks are answered meanwhile', () => {
    const clicks = [...result.whileAsking, ...result.whileWatching];

    expect(clicks.reduce((sum, { clickMs }) => sum + clickMs.length, 0)).toBeGreaterThan(200);
    expect(clicks.map(({ refusedClickCount }) => refusedClickCount)).toEqual([0, 0]);
    expect(worst(clicks, ({ clickMs }) => Math.max(...clickMs))).toBeLessThan(1_000);
  });

  test('the heap stays below 200 MB', () => {
    expect(Math.max(...result.heapMb)).toBeLessThan(200);
  });
});
