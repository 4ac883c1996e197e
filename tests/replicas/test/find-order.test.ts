import { describe, expect, test } from 'vitest';
import type { Rules } from './approval-model.js';
import { findOrder } from './find-order.js';
import type { Ballot, Input, Operation, Result, Status } from './operation.js';

const expiresAt = 1_000;
const one: Rules = { approvers: ['A', 'B', 'C'], quorum: { approve: 1, reject: 1 }, looksUp: false, expiresAt };
const two: Rules = { ...one, quorum: { approve: 2, reject: 2 } };
const group: Rules = { ...two, looksUp: true };
const early = { earliest: 0, latest: 0 };

type Span = readonly [begunAt: number, endedAt: number | null];

function operation([begunAt, endedAt]: Span, input: Input, result: Result | null, clock = early): Operation {
  return {
    name: `${input.type} ${begunAt}`,
    input,
    results: result === null ? null : [result],
    begunAt,
    endedAt,
    clock,
  };
}
const click = (
  span: Span,
  by: string,
  answer: Ballot['answer'],
  result: Result | null,
  clock = early,
  actionTs = span[0],
) => operation(span, { type: 'click', by, answer, actionTs }, result, clock);
const told = (what: Extract<Result, { type: 'told' }>['what']): Result => ({ type: 'told', what });
const silent: Result = { type: 'silent' };
const seen = (span: Span, status: Status, votes: string, unchecked = '') =>
  operation(span, { type: 'read' }, { type: 'seen', status, votes: ballots(votes), unchecked: ballots(unchecked) });
const ballots = (text: string): readonly Ballot[] =>
  [...text.matchAll(/([+-])(\w)/g)].map(([, sign, by = '']) => ({ by, answer: sign === '+' ? 'approve' : 'reject' }));
const expire = (begunAt: number) => operation([begunAt, null], { type: 'expire' }, null);
const withdraw = (span: Span, result: Result | null) => operation(span, { type: 'withdraw' }, result);
const late = { earliest: expiresAt, latest: expiresAt };

describe('an order is found for what may happen', () => {
  test.each<[string, Rules, readonly Operation[]]>([
    [
      'two race, one is told',
      one,
      [click([1, 9], 'A', 'approve', told('rejected')), click([2, 8], 'B', 'reject', silent)],
    ],
    ['a read during a click sees it', one, [click([1, 9], 'A', 'approve', silent), seen([2, 3], 'approved', '+A')]],
    [
      'a read during a click does not see it yet',
      one,
      [click([1, 9], 'A', 'approve', silent), seen([2, 3], 'pending', '')],
    ],
    ['a click without an answer counts', one, [click([1, null], 'A', 'approve', null), seen([5, 6], 'approved', '+A')]],
    ['a click without an answer is lost', one, [click([1, null], 'A', 'approve', null), seen([5, 6], 'pending', '')]],
    ['a click again', two, [click([1, 2], 'A', 'approve', silent), click([3, 4], 'A', 'approve', silent, early, 1)]],
    [
      'two of three',
      two,
      [
        click([1, 2], 'A', 'approve', silent),
        click([3, 4], 'B', 'reject', silent),
        click([5, 6], 'C', 'approve', silent),
        seen([7, 8], 'approved', '+A-B+C'),
      ],
    ],
    [
      'a late click after its expiry',
      two,
      [expire(1), click([2, 3], 'A', 'approve', told('expired'), late), seen([4, 5], 'expired', '')],
    ],
    [
      'a late click before its expiry is stored',
      two,
      [expire(1), click([2, 3], 'A', 'approve', told('expired'), late), seen([4, 5], 'pending', '')],
    ],
    [
      'looked up after the answer',
      group,
      [click([1, 2], 'A', 'approve', silent), seen([3, 4], 'pending', '', '+A'), seen([5, 6], 'pending', '+A')],
    ],
    [
      'looked up and not counted',
      group,
      [click([1, 2], 'D', 'approve', silent), seen([3, 4], 'pending', '', '+D'), seen([5, 6], 'pending', '')],
    ],
    [
      'expiry waits for who is looked up',
      group,
      [
        click([1, 2], 'A', 'approve', silent),
        click([3, 4], 'B', 'approve', silent),
        expire(5),
        seen([6, 7], 'pending', '+A', '+B'),
        seen([8, 9], 'approved', '+A+B'),
      ],
    ],
    [
      'withdrawn, and a click is told',
      one,
      [withdraw([1, 2], { type: 'withdrawn' }), click([3, 4], 'A', 'approve', told('withdrawn'))],
    ],
  ])('%s', (_, rules, operations) => {
    expect(findOrder(rules, operations)).toMatchObject({ isWhole: true });
  });
});

describe('no order is found for what must not happen', () => {
  test.each<[string, Rules, readonly Operation[]]>([
    ['two decisions', one, [click([1, 9], 'A', 'approve', silent), click([2, 8], 'B', 'reject', silent)]],
    [
      'a decision that changes',
      one,
      [click([1, 2], 'A', 'approve', silent), seen([3, 4], 'approved', '+A'), seen([5, 6], 'rejected', '-B')],
    ],
    [
      'a counted click that a later read does not see',
      two,
      [click([1, 2], 'A', 'approve', silent), seen([3, 4], 'pending', '')],
    ],
    [
      'a counted click that is gone in the end',
      two,
      [click([1, 2], 'A', 'approve', silent), click([3, 4], 'B', 'reject', silent), seen([5, 6], 'pending', '-B')],
    ],
    [
      'one click counted twice',
      two,
      [
        click([1, 2], 'A', 'approve', silent),
        click([1, 2], 'A', 'approve', silent, early, 1),
        seen([3, 4], 'approved', '+A+A'),
      ],
    ],
    [
      'one person makes a quorum of two',
      two,
      [click([1, 2], 'A', 'approve', silent), click([3, 4], 'A', 'approve', silent)],
    ],
    [
      'a vote after the decision',
      one,
      [click([1, 2], 'A', 'approve', silent), click([3, 4], 'B', 'approve', silent), seen([5, 6], 'approved', '+A+B')],
    ],
    ['told of a decision that was not made', two, [click([1, 2], 'A', 'approve', told('approved'))]],
    [
      'told of a decision before it was begun',
      one,
      [click([1, 2], 'A', 'approve', told('rejected')), click([3, 4], 'B', 'reject', silent)],
    ],
    ['expired before any clock was there', two, [click([1, 2], 'A', 'approve', told('expired')), expire(3)]],
    ['counted after the time was over', two, [click([1, 2], 'A', 'approve', silent, late)]],
    [
      'expired although a person voted in time and is looked up',
      group,
      [click([1, 2], 'A', 'approve', silent), expire(3), seen([4, 5], 'expired', '')],
    ],
    ['withdrawn twice', one, [withdraw([1, 2], { type: 'withdrawn' }), withdraw([3, 4], { type: 'withdrawn' })]],
    [
      'withdrawn after it was approved',
      one,
      [click([1, 2], 'A', 'approve', silent), withdraw([3, 4], { type: 'withdrawn' })],
    ],
    ['a stranger counts', two, [click([1, 2], 'D', 'approve', silent)]],
    [
      'an unheard click counted before it was made',
      one,
      [seen([1, 2], 'approved', '+A'), click([3, null], 'A', 'approve', null)],
    ],
    [
      'the delivery names another decision',
      one,
      [
        click([1, 2], 'A', 'approve', silent),
        operation([3, 4], { type: 'read' }, { type: 'decision', status: 'rejected', by: ['B'] }),
      ],
    ],
  ])('%s', (_, rules, operations) => {
    expect(findOrder(rules, operations)).toMatchObject({ isWhole: false });
  });
});
