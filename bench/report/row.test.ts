import { describe, expect, test } from 'vitest';
import { type Figure, ratioFigure, toRow } from './row.js';

const rowOf = (...figures: Figure[]) => toRow({ section: 'More', what: 'a click', figures });

describe('a budget', () => {
  test.each([
    [1.2, { atMost: 1.2 }, true],
    [1.21, { atMost: 1.2 }, false],
    [0.75, { atLeast: 0.75 }, true],
    [0.74, { atLeast: 0.75 }, false],
  ])('of %s against %j is met: %s', (value, budget, isMet) => {
    expect(rowOf({ value, unit: '×', budget }).isMet).toBe(isMet);
  });

  test('judges a figure as it is printed', () => {
    const { measured, isMet } = rowOf({ value: 1.2049, unit: '×', budget: { atMost: 1.2 } });

    expect({ measured, isMet }).toEqual({ measured: '1.20 ×', isMet: true });
  });

  test('is not met when one of several figures is over its own', () => {
    const row = rowOf(
      { value: 2, unit: 'get', budget: { atMost: 2 } },
      { value: 6, unit: 'put', budget: { atMost: 5 } },
    );

    expect(row).toMatchObject({ measured: '2 get, 6 put', budget: '≤ 2 get, ≤ 5 put', isMet: false });
  });

  test('is not needed: the row informs', () => {
    expect(rowOf({ value: 3, unit: 'µs' })).toMatchObject({ budget: '', isMet: null });
  });

  test('leaves figures beside it alone', () => {
    const row = rowOf({ value: 1, unit: '×', budget: { atMost: 2 } }, { value: 900, unit: 'µs' });

    expect(row).toMatchObject({ measured: '1.00 ×, 900 µs', budget: '≤ 2 ×', isMet: true });
  });
});

test.each([
  [{ value: 1, unit: 'posts' }, '1 post'],
  [{ value: 3, unit: 'posts' }, '3 posts'],
  [{ value: 1, unit: 'µs' }, '1 µs'],
  [{ value: 24.96, unit: 'KB written' }, '25.0 KB written'],
  [{ value: 219.7, unit: 'KB written' }, '220 KB written'],
])('%j is printed as %s', (figure, printed) => {
  expect(rowOf(figure).measured).toBe(printed);
});

test('the spread has the unit of its figure', () => {
  const row = rowOf(ratioFigure({ median: 1, spread: [0.9, 1.1] }), { value: 200, unit: 'µs', spread: [150, 300] });

  expect(row.spread).toBe('0.90 to 1.10 ×, 150 to 300 µs');
});
