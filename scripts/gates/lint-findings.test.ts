import { expect, test } from 'vitest';
import { expectedFindings, readFindings } from './lint-findings.js';

test('a canary names the rule and the line', () => {
  expect(expectedFindings('a();\nb(); // fires noFloatingPromises\n')).toEqual(['2:noFloatingPromises']);
});

test('only errors count as found', () => {
  const report = [
    '× a/b.ts:2:3: lint/nursery/noFloatingPromises: A "floating" Promise was found.',
    'i a/b.ts:4:3: lint/nursery/noMisusedPromises: Only an information.',
    '! a/b.ts:5:3: lint/style/useConst: Only a warning.',
    'Found 1 error.',
  ].join('\n');

  expect(readFindings(report)).toEqual(['2:noFloatingPromises']);
});
