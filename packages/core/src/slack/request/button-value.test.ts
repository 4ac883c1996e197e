import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buttonValue, parseButtonValue } from './button-value.js';

const id = `a${'b7'.repeat(12)}c`;
const digest = `sha256:${'0f'.repeat(32)}`;
const value = `v1.${id}.${digest}`;

test('a value is read as it was written', () => {
  const ids = fc.stringMatching(/^a[a-z2-7]{25}$/);
  const digests = fc.stringMatching(/^sha256:[0-9a-f]{64}$/);
  fc.assert(
    fc.property(ids, digests, (someId, someDigest) => {
      expect(parseButtonValue(buttonValue(someId, someDigest))).toEqual({ id: someId, digest: someDigest });
    }),
  );
});

test.each([
  ['empty', ''],
  ['a digit short', value.slice(0, -1)],
  ['a digit long', `${value}0`],
  ['with a line feed', `${value}\n`],
  ['with a space', ` ${value}`],
  ['of another version', value.replace('v1', 'v2')],
  ['in upper case', value.toUpperCase()],
  ['with another hash', value.replace('sha256', 'sha512')],
  ['with an id that does not begin with a', value.replace(id, `b${id.slice(1)}`)],
  ['with an id of other digits', value.replace(id, id.replace('7', '8'))],
  ['without a digest', `v1.${id}`],
  ['long', 'v1.'.repeat(50_000)],
])('what is %s is no value', (_why, text) => {
  expect(parseButtonValue(text)).toBeNull();
});

test('an id and a digest that changed places are not written', () => {
  expect(() => buttonValue(digest, id)).toThrow(expect.objectContaining({ code: 'invalid_argument' }));
});
