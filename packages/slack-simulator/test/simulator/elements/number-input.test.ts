import type { NumberInput } from '@slack/types';
import { describe, expect, test } from 'vitest';
import { input, messageRefusal, plain, withModal } from './elements-fixture.js';

const number = (changes: object = {}): NumberInput => ({
  type: 'number_input',
  action_id: 'slices',
  is_decimal_allowed: false,
  min_value: '1',
  max_value: '8',
  ...changes,
});

describe('a number input', () => {
  test.each([
    ['a number, as a text', { slices: '3' }, {}, '3'],
    ['a decimal', { slices: '2.5' }, { is_decimal_allowed: true }, '2.5'],
    ['a negative number', { slices: '-2' }, { min_value: '-3' }, '-2'],
    ['its initial value if no one touches it', {}, { initial_value: '4' }, '4'],
    ['null if it is emptied', { slices: '' }, { initial_value: '4' }, null],
    ['null if it is empty', {}, {}, null],
  ])('sends %s', async (_what, values, changes, value) => {
    const { submit, field } = await withModal(input(number(changes), { optional: true }));

    await submit(values);

    expect(field()).toEqual({ slices: { type: 'number_input', value } });
  });

  test.each([
    ['a word', 'many', 'Enter a whole number.'],
    ['a decimal', '2.5', 'Enter a whole number.'],
    ['less than the minimum', '0', 'Enter a number that is at least 1.'],
    ['more than the maximum', '9', 'Enter a number that is at most 8.'],
    ['a hexadecimal number', '0x2', 'Enter a whole number.'],
  ])('does not take %s', async (_what, slices, why) => {
    const { app, submit } = await withModal(input(number()));
    const before = app.received.length;

    await expect(submit({ slices })).rejects.toMatchObject({
      code: 'invalid_value',
      message: expect.stringContaining(why),
    });
    expect(app.received).toHaveLength(before);
  });

  test.each([
    ['nothing wrong', {}, null],
    ['a fraction allowed', { is_decimal_allowed: true, initial_value: '1.5' }, null],
    ['an initial value that is no number', { initial_value: 'many' }, '/blocks/0/element/initial_value'],
    ['a number where a text belongs', { initial_value: 4 }, '/blocks/0/element/initial_value'],
    ['an initial value with decimals', { initial_value: '1.5' }, '/blocks/0/element/initial_value'],
    ['a minimum that is no number', { min_value: '' }, '/blocks/0/element/min_value'],
    ['a minimum above the maximum', { min_value: '9' }, '/blocks/0/element/min_value'],
    ['no word about decimals', { is_decimal_allowed: undefined }, 'has no is_decimal_allowed'],
    ['a text about decimals', { is_decimal_allowed: 'no' }, '/blocks/0/element/is_decimal_allowed'],
    ['a placeholder of 151 characters', { placeholder: plain('x'.repeat(151)) }, '/blocks/0/element/placeholder'],
    ['an unknown key', { max_length: 3 }, 'unknown key max_length'],
  ])('with %s is checked', async (_what, changes, problem) => {
    const refusal = await messageRefusal(input(number(changes)));

    if (problem === null) expect(refusal).toBeNull();
    else expect(refusal).toContain(problem);
  });

  test.each([
    { type: 'actions', elements: [number()] },
    { type: 'section', text: plain('x'), accessory: number() },
  ])('can only be in an input block', async (block) => {
    expect(await messageRefusal(block)).toContain("which can't be in");
  });
});
