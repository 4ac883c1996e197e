import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { assertMatches, assertOneOf, assertSame, rejectionOf } from '../../src/contract/assertions.js';

const failure = { code: 'ERR_ASSERTION' };
const row = { id: 'aone', dueAt: null, version: 1 };
const cause = Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' });
const error = Object.assign(new Error('the store failed', { cause }), { code: 'store_failed' });

class StoredRow {
  readonly id = 'aone';
  readonly dueAt = null;
  readonly version = 1;
}

test.each<[what: string, actual: unknown]>([
  ['a copy', { version: 1, id: 'aone', dueAt: null }],
  ['one with a field that is undefined', { ...row, text: undefined }],
  ['one without a prototype', Object.assign(Object.create(null), row)],
  ['an instance of a class', new StoredRow()],
  ['one of another realm', runInNewContext(`(${JSON.stringify(row)})`)],
])('a row is the same as %s', (_, actual) => {
  expect(() => assertSame(actual, row)).not.toThrow();
  expect(() => assertSame([actual], [row])).not.toThrow();
});

test.each<[what: string, actual: unknown, expected: unknown]>([
  ['another value', { ...row, version: 2 }, row],
  ['a number as text', { ...row, version: '1' }, row],
  ['undefined for null', { ...row, dueAt: undefined }, row],
  ['a field more', { ...row, text: '' }, row],
  ['a row fewer', [], [row]],
  ['a row more', [row, row], [row]],
  ['another order', [2, 1], [1, 2]],
  ['nothing', null, row],
  ['undefined', undefined, null],
  ['a date for an instant', new Date(0), 0],
  ['another date', new Date(1), new Date(0)],
  ['another message of an error', new Error('a'), new Error('b')],
])('%s is not the same', (_, actual, expected) => {
  expect(() => assertSame(actual, expected)).toThrow(expect.objectContaining(failure));
});

test.each<[what: string, expected: object]>([
  ['some of its fields', { code: 'store_failed' }],
  ['fields of its cause', { cause: { code: 'SQLITE_BUSY' } }],
  ['a pattern of its message', { message: /store/, cause: { message: /locked$/ } }],
  ['matchers of vitest', { message: expect.stringContaining('store'), cause: expect.any(Error) }],
  ['another error with its message', new Error('the store failed')],
  ['nothing at all', {}],
])('an error matches %s', (_, expected) => {
  expect(() => assertMatches(error, expected)).not.toThrow();
});

test.each<[what: string, actual: unknown, expected: unknown]>([
  ['another code', error, { code: 'store_closed' }],
  ['another cause', error, { cause: { code: 'SQLITE_FULL' } }],
  ['a field that is not there', error, { errno: undefined, syscall: 'open' }],
  ['another pattern', error, { message: /^locked/ }],
  ['a pattern, and no text', { message: 1 }, { message: /1/ }],
  ['a matcher', error, { message: expect.stringContaining('locked') }],
  ['another error', error, new Error('locked')],
  ['a list that is longer', { votes: [1, 2] }, { votes: [1] }],
  ['a list that is shorter', { votes: [] }, { votes: [{}] }],
  ['no list', { votes: {} }, { votes: [] }],
  ['nothing', undefined, { code: 'store_failed' }],
])('what differs does not match: %s', (_, actual, expected) => {
  expect(() => assertMatches(actual, expected)).toThrow(expect.objectContaining(failure));
});

describe('one of several', () => {
  test.each([null, row])('may be %j', (actual) => {
    expect(() => assertOneOf(actual, [null, row])).not.toThrow();
  });

  test.each([[[null, row]], [[null]], [[]]])('must be one of %j', (expected) => {
    expect(() => assertOneOf({ ...row, version: 2 }, expected)).toThrow(expect.objectContaining(failure));
  });
});

test('a rejection gives its error, and there must be one', async () => {
  expect(await rejectionOf(Promise.reject(error))).toBe(error);
  await expect(rejectionOf(Promise.resolve('saved'))).rejects.toMatchObject(failure);
});
