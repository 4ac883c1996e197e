import { expect, test } from 'vitest';
import { buttonValue } from './button-value.js';
import { formMetadata, parseFormMetadata } from './form-metadata.js';

const id = `a${'b7'.repeat(12)}c`;
const digest = `sha256:${'0f'.repeat(32)}`;
const value = buttonValue(id, digest);

test('the metadata of a form is read as it was written', () => {
  const stamp = { actionTs: '1767261700.000100' };
  const stage = null;

  expect(parseFormMetadata(formMetadata(id, digest, { ...stamp, stage, choice: null }))).toEqual({
    ...{ id, digest, ...stamp, choice: null },
  });
  expect(parseFormMetadata(formMetadata(id, digest, { ...stamp, stage, choice: 'now' }))).toEqual({
    ...{ id, digest, ...stamp, choice: 'now' },
  });
});

test.each([
  ['with a stamp', '1767261700.000100', '1767261700.000100'],
  ['without one', 'today', null],
])('it tells the stage that the form showed, %s', (_, stamp, actionTs) => {
  for (const choice of [null, 'now'])
    expect(parseFormMetadata(formMetadata(id, digest, { actionTs: stamp, choice, stage: 2 }))).toEqual({
      ...{ id, digest, actionTs, choice, seenStage: 2 },
    });
});

test.each([
  ['that an older release opened', value],
  [
    'whose click had no stamp like those of Slack',
    formMetadata(id, digest, { actionTs: 'today', choice: null, stage: null }),
  ],
])('a form %s has no stamp', (_, metadata) => {
  expect(parseFormMetadata(metadata)).toEqual({ id, digest, actionTs: null, choice: null });
});

test('a choice is read without a stamp too', () => {
  const metadata = formMetadata(id, digest, { actionTs: 'today', choice: 'next-shift', stage: null });

  expect(parseFormMetadata(metadata)).toEqual({ id, digest, actionTs: null, choice: 'next-shift' });
});

test.each([
  ['empty', ''],
  ['with something else than a stamp', `${value} view:V1`],
  ['with two stamps', `${value} 1.1 2.2`],
  ['with two stamps and a space', `${value} 1.1 `],
  ['with a space', `${value} `],
  ['with no stage', `${value} 1.1 stage:0`],
  ['with two stages', `${value} 1.1 stage:1 stage:2`],
  ['with a stage before its stamp', `${value} stage:1 1.1`],
  ['of another approval than one', `v1.x.y 1.1`],
  ['with a choice of other characters', `${value} 1.1 choice:Now`],
  ['with two choices', `${value} 1.1 choice:now choice:later`],
  ['with a choice before the stamp', `${value} choice:now 1.1`],
  ['with a choice after its stage', `${value} 1.1 stage:1 choice:now`],
  ['long', `${value} ${'1'.repeat(50_000)}.1`],
])('what is %s is no metadata', (_, text) => {
  expect(parseFormMetadata(text)).toBeNull();
});
