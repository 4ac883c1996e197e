import { isDeepStrictEqual } from 'node:util';
import { asked, checksOf, type Rules, type State, stepsOf } from './approval-model.js';
import type { Operation } from './operation.js';

interface Search {
  /** Whether everything that was answered fits into the order. */
  readonly isWhole: boolean;
  /** Names in an order that one process alone could have done them in; where none is whole, the longest there is. */
  readonly order: readonly string[];
}

/**
 * Looks for one order of all operations that explains every result and respects real time: what had ended before another
 * began comes before it. An operation without an answer may be anywhere after its beginning, or nowhere.
 */
export function findOrder(rules: Rules, operations: readonly Operation[]): Search {
  const been = new Set<string>();
  let longest: readonly string[] = [];

  const search = (state: State, done: ReadonlySet<Operation>, order: readonly string[]): readonly string[] | null => {
    const place = placeOf(operations, done, state);
    if (been.has(place)) return null;
    been.add(place);
    if (order.length > longest.length) longest = order;
    const left = operations.filter((operation) => !done.has(operation));
    const firstEnd = Math.min(...left.map(({ endedAt }) => endedAt ?? Number.POSITIVE_INFINITY));
    if (firstEnd === Number.POSITIVE_INFINITY) return order;
    const doing = left
      .filter(({ begunAt }) => begunAt < firstEnd)
      .flatMap((operation) =>
        statesAfter(rules, state, operation).map((after) => ({ after, done: [operation], name: operation.name })),
      );
    const checking = checksOf(rules, state).map((after) => ({ after, done: [], name: '(looked up)' }));
    return firstOf([...doing, ...checking], (next) =>
      search(next.after, new Set([...done, ...next.done]), [...order, next.name]),
    );
  };

  const found = search(asked, new Set(), []);
  return { isWhole: found !== null, order: found ?? longest };
}

function firstOf<Value, Found>(values: readonly Value[], find: (value: Value) => Found | null): Found | null {
  for (const value of values) {
    const found = find(value);
    if (found !== null) return found;
  }
  return null;
}

function statesAfter(rules: Rules, state: State, operation: Operation): readonly State[] {
  const { results } = operation;
  return stepsOf(rules, state, operation)
    .filter(({ result }) => results === null || results.some((one) => isDeepStrictEqual(one, result)))
    .map((step) => step.state);
}

function placeOf(operations: readonly Operation[], done: ReadonlySet<Operation>, state: State): string {
  return JSON.stringify([operations.map((operation) => (done.has(operation) ? 1 : 0)).join(''), state]);
}
