import { expect, test } from 'vitest';
import { parseRetryAfter } from '../../src/delivery/parse-retry-after.js';

const now = Date.UTC(2026, 0, 1, 10);
const day = 24 * 60 * 60 * 1000;

test.each([
  ['seconds', '120', 120_000],
  ['no seconds at all', '0', 0],
  ['spaces around it', ' 7 ', 7_000],
  ['more than a day', '86401', day],
  ['more than a number holds', '9'.repeat(400), day],
  ['a date', 'Thu, 01 Jan 2026 10:00:30 GMT', 30_000],
  ['a date of the old form', 'Thursday, 01-Jan-26 10:00:30 GMT', 30_000],
  ['a date of the oldest form', 'Thu Jan  1 10:00:30 2026', 30_000],
  ['a date gone by', 'Thu, 01 Jan 2026 09:00:00 GMT', 0],
  ['a date far ahead', 'Thu, 01 Jan 2099 10:00:00 GMT', day],
  ['a negative number', '-5', null],
  ['a fraction', '1.5', null],
  ['a date of another kind', '2026-01-01T10:00:30Z', null],
  ['words', 'Soon, I hope', null],
  ['nothing', '', null],
  ['no header', null, null],
])('%s', (_name, header, expected) => {
  expect(parseRetryAfter(header, now)).toBe(expected);
});
