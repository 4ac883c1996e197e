import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { isError, SlackApprovalError } from './errors.js';

test.each<[string, unknown]>([
  ['an error', new TypeError('a')],
  ['one of ours', new SlackApprovalError('not_found', 'a')],
  ['a timeout', new DOMException('a', 'TimeoutError')],
  ['an error of another realm', runInNewContext("new TypeError('a')")],
])('%s is an error', (_, value) => {
  expect(isError(value)).toBe(true);
});

test.each<[string, unknown]>([
  ['a text', 'Error'],
  ['nothing', undefined],
  ['an object with a message', { name: 'Error', message: 'a' }],
])('%s is not an error', (_, value) => {
  expect(isError(value)).toBe(false);
});
