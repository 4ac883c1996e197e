import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { exchangeOf, storeTimeLeft } from './exchange.js';

beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => vi.useRealTimers());

test('the store has two seconds from the arrival of the request, whatever was done before', () => {
  const exchange = exchangeOf(undefined);
  const atFirst = storeTimeLeft(exchange);

  vi.advanceTimersByTime(1_500);

  expect([atFirst, storeTimeLeft(exchange)]).toEqual([2_000, 500]);
});
