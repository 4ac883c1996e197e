import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { chooseBenches } from './choose-benches.js';

test('without a name all benches of the table run, in its order, and none of the long ones', () => {
  const { benches, isAll } = chooseBenches([]);

  expect(isAll).toBe(true);
  expect(benches[0]?.name).toBe('counts');
  expect(benches.map(({ name }) => name)).not.toContain('storm');
});

test('with names those run, and the results are not all there are', () => {
  const { benches, isAll } = chooseBenches(['storm', 'http']);

  expect(isAll).toBe(false);
  expect(benches.map(({ name }) => name)).toEqual(['http', 'storm']);
});

test('a name that no bench has is refused, and the others are told', () => {
  expect(() => chooseBenches(['hotpath'])).toThrow(/"hotpath".*hot-path/);
});

test('every bench has its file', () => {
  const names = [
    ...chooseBenches([]).benches.map(({ name }) => name),
    'cold-start',
    'hosts',
    'postgres-puts',
    'sqlite-scans',
    'store-azure-tables',
    'store-memory',
    'storm',
  ];

  const missing = chooseBenches(names).benches.filter(
    ({ file }) => !existsSync(new URL(`../${file}`, import.meta.url)),
  );

  expect(missing).toEqual([]);
});
