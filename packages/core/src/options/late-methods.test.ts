import { expect, test } from 'vitest';
import { lateMethods } from './late-methods.js';

const add = async (one: number, other: number) => one + other;

test('methods are loaded by the first call, and once', async () => {
  let loads = 0;
  const load = async () => {
    loads += 1;
    return { add };
  };
  const methods = lateMethods(load, ['add']);
  const before = loads;

  const sums = await Promise.all([methods.add(1, 2), methods.add(3, 4)]);

  expect([before, sums, loads]).toEqual([0, [3, 7], 1]);
});

test('a load that fails is tried again by the next call', async () => {
  let isDown = true;
  const load = async () => {
    if (isDown) throw new Error('the file cannot be read');
    return { add };
  };
  const methods = lateMethods(load, ['add']);

  await expect(methods.add(1, 2)).rejects.toThrow('the file cannot be read');
  isDown = false;

  await expect(methods.add(1, 2)).resolves.toBe(3);
});
