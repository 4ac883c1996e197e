import { ratios, type Summary, summarise } from '../report/statistics.js';

/** One way to do a thing. The first in a list is what the others are compared with. */
export interface Contender {
  readonly name: string;
  /** Does it once and returns something, so that the work cannot be optimised away. A promise is awaited. */
  readonly run: (turn: number) => unknown;
}

export interface Measured {
  readonly name: string;
  /** CPU time of one run, all threads of the process together. */
  readonly microseconds: Summary;
  /** The time of this one divided by the time of the first in the same round. */
  readonly ratio: Summary;
}

export interface Rounds {
  /** @default 41 */
  readonly rounds?: number;
  /** CPU time one contender gets in one round. @default 25 */
  readonly roundMs?: number;
  /** Runs of each before anything is measured: a way through many functions is compiled only after some thousands. @default 0 */
  readonly warmUpRuns?: number;
}

/**
 * Measures contenders in one process: warm-up, then rounds in which all take turns, forwards and backwards alternately.
 * A ratio compares neighbours in time, so a machine that is busy for a while spoils both sides alike.
 */
export async function sideBySide(contenders: readonly Contender[], options: Rounds = {}): Promise<readonly Measured[]> {
  const { rounds = 41, roundMs = 25, warmUpRuns = 0 } = options;
  const runners = contenders.map((contender) => loopOf(contender));
  for (const run of runners) await run(warmUpRuns);
  const counts: number[] = [];
  for (const run of runners) counts.push(await calibrate(run, roundMs));
  const times: number[][] = runners.map(() => []);
  for (let round = 0; round < rounds; round++) {
    const order = runners.map((_, index) => index);
    if (round % 2 === 1) order.reverse();
    for (const index of order) {
      const count = counts[index] ?? 1;
      times[index]?.push((await runners[index]?.(count)) ?? Number.NaN);
    }
  }
  const base = times[0] ?? [];
  return contenders.map(({ name }, index) => {
    const own = times[index] ?? [];
    return { name, microseconds: summarise(own), ratio: summarise(ratios(own, base)) };
  });
}

type Loop = (count: number) => Promise<number>;

const neverReturned = Symbol('never returned');

/** @returns a loop that gives the CPU time of one run in µs */
function loopOf({ run }: Contender): Loop {
  const isAsync = run(0) instanceof Promise;
  let turn = 0;
  let kept: unknown;
  return async (count) => {
    const before = process.cpuUsage();
    if (isAsync) {
      for (let done = 0; done < count; done++) kept = await run(turn++);
    } else {
      for (let done = 0; done < count; done++) kept = run(turn++);
    }
    const { user, system } = process.cpuUsage(before);
    // a result that is looked at cannot be optimised away
    if (kept === neverReturned) throw new Error('A contender returned what only this file has.');
    return (user + system) / count;
  };
}

async function calibrate(run: Loop, roundMs: number): Promise<number> {
  let count = 1;
  // every doubling warms up as well
  for (let spent = 0; spent < 4 * roundMs * 1000; count *= 2) spent = (await run(count)) * count;
  return Math.max(1, Math.round(count / 8));
}
