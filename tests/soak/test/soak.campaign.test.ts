import { expect, test } from 'vitest';
import { brokenPromises, figuresOf } from '../src/faults.js';
import { soak } from '../src/soak.js';

test('nothing that was acknowledged is lost while another program locks and vacuums the file and processes are killed', async () => {
  const result = await soak({ seconds: 10, megabytes: 20, seed: 1 });
  process.stdout.write(`${figuresOf(result)}\n`);

  expect(brokenPromises(result)).toEqual([]);
  expect(result.acknowledgedCount).toBeGreaterThan(20);
  expect(result.locks.some(({ putWithin }) => putWithin === 'store_failed')).toBe(true);
  expect(result.killCount).toBeGreaterThan(0);
}, 120_000);
