import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, test, vi } from 'vitest';
import { bundleChild, type ChildBundle } from './child-bundle.js';
import { killedAtRandom } from './killed-at-random.js';
import { killedOnClick } from './killed-on-click.js';
import { killedOnClaim, killedOnDelivery, killedOnPost } from './killed-on-work.js';
import type { Line } from './lines.js';
import { drawResults, type LineResult } from './results-table.js';
import { twoAtOnce } from './two-at-once.js';
import { createWorld } from './world.js';

// each test keeps two processes busy: more at once would only make them slow
vi.setConfig({ maxConcurrency: 2 });

const folder = mkdtempSync(join(tmpdir(), 'kill-table-'));
const results: LineResult[] = [];
let lines = 0;
let bundle: ChildBundle;

beforeAll(async () => {
  bundle = await bundleChild();
});

afterAll(() => {
  bundle.remove();
  rmSync(folder, { recursive: true });
  process.stdout.write(drawResults(results));
});

const line: Line = (number, what, run) => {
  lines += 1;
  const file = `${lines}.db`;
  test(`${number} ${what}`, async ({ expect, onTestFinished }) => {
    const world = await createWorld(join(folder, file), bundle.path);
    onTestFinished(world.close);
    const result = { line: number, what, isOk: false };
    results.push(result);
    await run(world, expect);
    result.isOk = true;
  }, 120_000);
};

describe.concurrent('killed between', () => {
  killedOnClick(line);
  killedOnPost(line);
  killedOnDelivery(line);
  killedOnClaim(line);
  killedAtRandom(line);
});

// by itself: Slack waits 3 s for each of many answers
describe('nobody is killed:', () => twoAtOnce(line));
