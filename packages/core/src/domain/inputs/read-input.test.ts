import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Input } from '../model/input.js';
import { enteredOf, inputProblem, readInput, valueAt } from './read-input.js';

const label = 'Size';
const text: Input = { type: 'text', label, maxLength: 5 };
const lines: Input = { type: 'text', label, multiline: true };
const whole: Input = { type: 'number', label, min: 1, max: 500 };
const decimal: Input = { type: 'number', label, decimals: true };
const select: Input = { type: 'select', label, options: [{ value: 'small', label: 'Small' }] };
const date: Input = { type: 'date', label };
const checkbox: Input = { type: 'checkbox', label };

describe('what was entered is read as', () => {
  test.each<readonly [Input, string | null, unknown]>([
    [text, 'large', 'large'],
    [text, null, ''],
    [lines, 'one\ntwo', 'one\ntwo'],
    [whole, '12', 12],
    [whole, ' 12 ', 12],
    [whole, '012', 12],
    [whole, '12.00', 12],
    [decimal, '1.5', 1.5],
    [decimal, '-1.50', -1.5],
    [decimal, '0.30000000000000004', 0.1 + 0.2],
    [decimal, '-0', 0],
    [decimal, '-0.0', 0],
    [select, 'small', 'small'],
    [date, '2024-02-29', '2024-02-29'],
    [checkbox, 'true', true],
    [checkbox, null, false],
  ])('%j: %j -> %j', (input, entered, value) => {
    expect(readInput(input, entered)).toEqual({ value, problem: null });
  });
});

describe('what was entered is refused', () => {
  test.each<readonly [Input, string | null, object]>([
    [text, 'larger', { code: 'too_long', limit: 5 }],
    [text, 'a\nb', { code: 'not_one_line' }],
    [text, 'a\u2028b', { code: 'not_one_line' }],
    [lines, 'x'.repeat(3_001), { code: 'too_long', limit: 3_000 }],
    // a comma is a decimal point to some people, and parts thousands to others
    [decimal, '1,5', { code: 'not_a_number' }],
    [decimal, '1,500', { code: 'not_a_number' }],
    [decimal, '1.500,00', { code: 'not_a_number' }],
    [decimal, "1'500", { code: 'not_a_number' }],
    [decimal, '1 500', { code: 'not_a_number' }],
    [decimal, '.5', { code: 'not_a_number' }],
    [decimal, '5.', { code: 'not_a_number' }],
    [decimal, '+5', { code: 'not_a_number' }],
    [decimal, '1e3', { code: 'not_a_number' }],
    [decimal, '0x10', { code: 'not_a_number' }],
    [decimal, '\u0661\u0662', { code: 'not_a_number' }],
    [decimal, 'Infinity', { code: 'not_a_number' }],
    [decimal, 'NaN', { code: 'not_a_number' }],
    [decimal, '', { code: 'not_a_number' }],
    [decimal, null, { code: 'not_a_number' }],
    [decimal, '1'.repeat(31), { code: 'not_a_number' }],
    // it would be rounded
    [decimal, '9007199254740993', { code: 'not_a_number' }],
    [decimal, '0.1000000000000000055', { code: 'not_a_number' }],
    [whole, '1.5', { code: 'not_whole' }],
    [whole, '0', { code: 'too_small', limit: 1 }],
    [whole, '501', { code: 'too_large', limit: 500 }],
    [select, 'Small', { code: 'not_an_option' }],
    [select, null, { code: 'not_an_option' }],
    [date, null, { code: 'not_a_date' }],
    [date, '2026-02-30', { code: 'not_a_date' }],
    [date, '2026-13-01', { code: 'not_a_date' }],
    [date, '22.11.2026', { code: 'not_a_date' }],
    [date, '11/22/2026', { code: 'not_a_date' }],
    [date, '2026-1-2', { code: 'not_a_date' }],
    [date, '2026-11-22T00:00', { code: 'not_a_date' }],
  ])('%j: %j -> %j', (input, entered, problem) => {
    expect(readInput(input, entered)).toEqual({ problem });
  });
});

describe('a value of the payload that does not fit', () => {
  test.each<readonly [Input, unknown, string]>([
    [text, 5, 'not_a_text'],
    [text, undefined, 'not_a_text'],
    [whole, '5', 'not_a_number'],
    [whole, Number.NaN, 'not_a_number'],
    [decimal, 1e21, 'not_a_number'],
    [decimal, 1e-7, 'not_a_number'],
    [select, null, 'not_an_option'],
    [date, 20_261_122, 'not_a_date'],
    [checkbox, 'true', 'not_a_checkbox'],
    [checkbox, null, 'not_a_checkbox'],
  ])('%j: %j -> %s', (input, value, code) => {
    expect(inputProblem(input, value)).toMatchObject({ code });
  });
});

test.each<readonly [unknown, string, unknown]>([
  [{ size: 'large' }, 'size', 'large'],
  [{ size: 'large' }, 'colour', undefined],
  [{}, 'constructor', undefined],
  [JSON.parse('{ "__proto__": "own" }'), '__proto__', 'own'],
  [['large'], '0', undefined],
  ['large', 'length', undefined],
  [null, 'size', undefined],
])('the payload %j has as %s: %j', (payload, name, value) => {
  expect(valueAt(payload, name)).toEqual(value);
});

describe('what fits is shown and read again as the same value', () => {
  test('any number', () => {
    fc.assert(
      fc.property(fc.oneof(fc.double(), fc.integer(), fc.maxSafeInteger()), (value) => {
        fc.pre(inputProblem(decimal, value) === null);
        expect(readInput(decimal, enteredOf(value))).toEqual({ value: value + 0, problem: null });
      }),
    );
  });

  test('any text that is entered as a number is that number, or refused', () => {
    const entered = fc.oneof(fc.stringMatching(/^[-+]?[0-9]{0,20}[.,']?[0-9]{0,20}$/), fc.string());
    fc.assert(
      fc.property(entered, (given) => {
        const read = readInput(decimal, given);
        fc.pre(read.problem === null);
        expect(given.trim()).toMatch(/^-?\d+(\.\d+)?$/);
        expect(read).toEqual({ value: Number(given) + 0, problem: null });
      }),
      { numRuns: 1_000 },
    );
  });

  test('any day of the calendar, and no other text of its form', () => {
    const two = (max: number) => fc.integer({ min: 0, max }).map((part) => String(part).padStart(2, '0'));
    fc.assert(
      fc.property(fc.integer({ min: 1900, max: 2100 }), two(19), two(39), (year, month, day) => {
        const given = `${year}-${month}-${day}`;
        const days = new Date(Date.UTC(year, Number(month), 0)).getUTCDate();
        const isThere = Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= days;
        expect(readInput(date, given).problem === null).toBe(isThere);
      }),
      { numRuns: 1_000 },
    );
  });

  test.each([true, false])('a checkbox: %s', (value) => {
    expect(readInput(checkbox, enteredOf(value))).toEqual({ value, problem: null });
  });
});
