import { expect, test } from 'vitest';
import { changing } from '../../vitest.base.js';
import { typescriptFiles } from './repository.js';

const mocks = /\bvi\.(?:do)?mock\(/i;

test('a test that mocks a module has a process of its own', () => {
  const mocking = typescriptFiles().filter(({ path, text }) => path.endsWith('.test.ts') && mocks.test(text));
  const together = mocking.filter(({ path }) => !changing.includes(path));

  expect(mocking.length).toBeGreaterThan(0);
  expect(together.map(({ path }) => path)).toEqual([]);
});
