import { describe, expect, test } from 'vitest';
import type { Row } from './approval-store.js';
import { pageOf, placeAfter } from './row-page.js';

const aRow = (askedAt: number, id: string): Row => ({
  ...{ id, version: 1, queue: 'default/pizza-order', status: 'pending', requesterId: null, askedAt, dueAt: null },
  ...{ leaseToken: null, leaseUntil: null, claimCount: 0, attention: null, body: '{}' },
});

describe('a page', () => {
  const rows = [aRow(30, 'aone'), aRow(20, 'a.two'), aRow(10, 'athree')];

  test('of fewer rows than the limit, or just as many, is the last', () => {
    expect(pageOf(rows, 4)).toEqual({ rows, next: null });
    expect(pageOf(rows, 3)).toEqual({ rows, next: null });
    expect(pageOf([], 1)).toEqual({ rows: [], next: null });
  });

  test('leaves out the one row too many, and the next page begins after its own last', () => {
    const page = pageOf(rows, 2);

    expect(page.rows).toEqual(rows.slice(0, 2));
    expect(placeAfter(page.next)).toEqual({ askedAt: 20, id: 'a.two' });
  });
});

describe('the place that a page begins after', () => {
  test.each([undefined, null])('is the newest row for %j', (after) => {
    expect(placeAfter(after)).toBeNull();
  });

  test.each([-1, 0, 1_800_000_000_000, Number.MAX_SAFE_INTEGER])('keeps an instant of %d', (askedAt) => {
    expect(placeAfter(pageOf([aRow(askedAt, 'a\n1'), aRow(-2, 'b')], 1).next)).toEqual({ askedAt, id: 'a\n1' });
  });

  test.each(['', 'yesterday', '1.', '.aone', '1e3.aone', `${'9'.repeat(17)}.aone`, ' 1.aone'])(
    'is refused in %j',
    (after) => {
      expect(() => placeAfter(after)).toThrow(expect.objectContaining({ code: 'invalid_argument' }));
    },
  );
});
