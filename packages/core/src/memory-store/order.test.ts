import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createOrder } from './order.js';

const compare = (one: number, other: number) => one - other;

/** An order that counts how often it compares. */
function counting() {
  const counter = { comparisons: 0 };
  const order = createOrder<number>((one, other) => {
    counter.comparisons += 1;
    return compare(one, other);
  });
  return { order, counter };
}

const aChange = fc.record({ what: fc.constantFrom('add', 'delete'), item: fc.integer({ min: 0, max: 2_000 }) });

describe('an order', () => {
  test('has the items of a sorted array, forwards, backwards and backwards from any of them', () => {
    fc.assert(
      fc.property(
        // one after the other first, so that there are several runs
        fc.integer({ min: 0, max: 1_500 }),
        fc.array(aChange, { maxLength: 200, size: 'max' }),
        fc.integer({ min: -1, max: 2_001 }),
        (length, changes, end) => {
          const order = createOrder(compare);
          const naive = new Set<number>();
          for (let item = 0; item < length; item += 1) {
            order.add(item);
            naive.add(item);
          }
          for (const { what, item } of changes) {
            if (what === 'delete') order.delete(item);
            else if (!naive.has(item)) order.add(item);
            naive[what](item);
          }

          const sorted = [...naive].sort(compare);
          expect([...order.ascending()]).toEqual(sorted);
          expect([...order.descending(null)]).toEqual(sorted.toReversed());
          expect([...order.descending(end)]).toEqual(sorted.filter((item) => item < end).toReversed());
        },
      ),
      { numRuns: 60 },
    );
  });

  test.each([
    ['in order', (index: number) => index],
    ['in the reverse order', (index: number) => 50_000 - index],
    ['in any order', (index: number) => (index * 7_919) % 50_000],
  ])('compares at most 40 times for a change among 50,000 items that came %s', (_, itemOf) => {
    const { order, counter } = counting();
    for (let index = 0; index < 50_000; index += 1) order.add(itemOf(index));

    const most = { add: 0, delete: 0 };
    for (let round = 0; round < 1_000; round += 1) {
      for (const what of ['delete', 'add'] as const) {
        counter.comparisons = 0;
        order[what]((round * 4_241) % 50_000);
        most[what] = Math.max(most[what], counter.comparisons);
      }
    }

    expect(most.add).toBeLessThanOrEqual(40);
    expect(most.delete).toBeLessThanOrEqual(40);
  });

  test('finds the start with few comparisons, and reads no more items than requested', () => {
    const { order, counter } = counting();
    for (let item = 0; item < 50_000; item += 1) order.add(item);
    counter.comparisons = 0;

    const [last] = order.descending(25_000);
    const [first] = order.ascending();

    expect([first, last]).toEqual([0, 24_999]);
    expect(counter.comparisons).toBeLessThanOrEqual(40);
  });

  test('deletes nothing if the item is not there', () => {
    const order = createOrder(compare);
    order.delete(1);
    order.add(2);
    order.delete(1);
    order.delete(3);

    expect([...order.ascending()]).toEqual([2]);
  });
});
