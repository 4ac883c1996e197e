import { prepareProcesses } from 'test-processes/prepare-processes';
import type { StorePlaces } from 'test-processes/store/store-places';
import { afterAll, describe, test, vi } from 'vitest';
import { killedAtRandom, type Seed } from './killed-at-random.js';
import { killedOnClick } from './killed-on-click.js';
import { killedOnGuard } from './killed-on-guard.js';
import { killedOnClaim, killedOnDelivery, killedOnPost } from './killed-on-work.js';
import type { Line } from './lines.js';
import { drawResults, type LineResult } from './results-table.js';
import { twoAtOnce } from './two-at-once.js';
import { createWorld } from './world.js';

interface KillTableOptions {
  readonly name: string;
  readonly places: () => Promise<StorePlaces>;
  /**
   * Only these lines.
   *
   * @default all
   */
  readonly only?: readonly string[];
  /** Each seed kills processes at its third of all places of a whole flow as well, which takes long. */
  readonly seeds?: readonly Seed[];
}

/** Registers the lines of the table for one store, and prints the table when they have run. */
export function killTable({ name, places, only, seeds = [] }: KillTableOptions): void {
  // each test keeps two processes busy: more at once would only make them slow
  vi.setConfig({ maxConcurrency: 2 });

  const results: LineResult[] = [];
  const prepared = prepareProcesses(new URL('child.ts', import.meta.url), places);
  afterAll(() => void process.stdout.write(drawResults(name, results)));

  const isWanted = (number: string) => only === undefined || only.includes(number);
  const line: Line = (number, what, run) => {
    if (!isWanted(number)) return;
    test(`${number} ${what}`, async ({ expect, onTestFinished }) => {
      const { program, next } = prepared();
      const world = await createWorld(await next(), program);
      onTestFinished(world.close);
      const result = { line: number, what, isOk: false };
      results.push(result);
      await run(world, expect);
      result.isOk = true;
    }, 120_000);
  };

  describe.concurrent(`on ${name}, killed between`, () => {
    killedOnClick(line);
    killedOnPost(line);
    killedOnDelivery(line);
    killedOnClaim(line);
    killedOnGuard(line);
    killedAtRandom(line, seeds);
  });

  // after the others: Slack waits 3 s for each of many answers
  if (['11', '12'].some(isWanted)) describe(`on ${name}, without a kill:`, () => twoAtOnce(line));
}
