import { expect, test } from 'vitest';
import { SlackApprovalError } from '../errors.js';
import { storeFailed } from './store-failed.js';

test.each([
  ['the code of a driver', Object.assign(new Error('row (secret)'), { code: '23505' }), 'It was not saved (23505).'],
  ['the status of an answer', { statusCode: 503 }, 'It was not saved (503).'],
  ['both: the code', { code: 'ServerBusy', statusCode: 503 }, 'It was not saved (ServerBusy).'],
  ['neither', new Error('row (secret)'), 'It was not saved.'],
  ['nothing at all', null, 'It was not saved.'],
])('with %s', (_, cause, message) => {
  expect(storeFailed('It was not saved', cause)).toMatchObject({ code: 'store_failed', message, cause });
});

test('an error of this library is left as it is', () => {
  const closed = new SlackApprovalError('store_closed', 'The store is closed.');

  expect(storeFailed('It was not saved', closed)).toBe(closed);
});
