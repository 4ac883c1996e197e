import { bundleInRun } from 'test-engines/in-this-run';
import { expect, onTestFinished, test } from 'vitest';
import { brokenPromises, figuresOf } from '../src/broken-promises.js';
import { chaos } from '../src/chaos.js';
import { openStores } from '../src/stores.js';

test('nothing is lost while processes are killed, Slack fails and clocks jump by an hour', async () => {
  const stores = await openStores('sqlite');
  onTestFinished(stores.close);
  const [program, store] = await Promise.all([
    bundleInRun(new URL('../src/app-child.ts', import.meta.url)),
    stores.next(),
  ]);

  const result = await chaos({ program, store, seconds: 20, seed: 1 });
  process.stdout.write(`${figuresOf(result)}\n`);

  expect(brokenPromises(result)).toEqual([]);
  expect(result.asked.size).toBeGreaterThan(50);
  expect(result.acknowledged.size).toBeGreaterThan(5);
  expect([result.killCount, result.jumpCount].every((count) => count > 0)).toBe(true);
  expect(Object.keys(result.faultCounts).length).toBeGreaterThan(1);
}, 180_000);
