import { describe, expect, test } from 'vitest';
import type { Rules } from './approval-model.js';
import { findOrder } from './find-order.js';
import type { Ballot, Input, Operation, Result, Status } from './operation.js';

const expiresAt = 1_000;
const one: Rules = { approvers: ['A', 'B', 'C'], quorum: { approve: 1, reject: 1 }, looksUp: false, expiresAt };
const two: Rules = { ...one, quorum: { approve: 2, reject: 2 } };
const group: Rules = { ...two, looksUp: true };
const vetoed: Rules = { ...group, quorum: { approve: 2, reject: 1 } };
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
const takeBack = (span: Span, by: string, result: Result | null, clock = early, actionTs = span[0]) =>
  operation(span, { type: 'take_back', by, actionTs }, result, clock);
const takenBack: Result = { type: 'taken_back' };
/** A changes their answer with every click: + - + - + -. */
const changesOf = (count: number) =>
  Array.from({ length: count + 1 }, (_, index) =>
    click([2 * index + 1, 2 * index + 2], 'A', index % 2 === 0 ? 'approve' : 'reject', silent),
  );
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
      'approvals wait for a rejection that is looked up',
      vetoed,
      [
        click([1, 2], 'B', 'reject', silent),
        click([3, 4], 'A', 'approve', silent),
        click([5, 6], 'C', 'approve', silent),
        seen([7, 8], 'pending', '+A+C', '-B'),
        seen([9, 10], 'rejected', '+A+C-B'),
      ],
    ],
    [
      'approvals do not wait for a rejection that is newer by the clocks',
      vetoed,
      [
        click([1, 2], 'B', 'reject', silent),
        click([3, 4], 'A', 'approve', silent),
        click([5, 6], 'C', 'approve', silent),
        seen([7, 8], 'approved', '+A+C'),
      ],
    ],
    [
      'approvals that wait decide once the rejection is taken back',
      vetoed,
      [
        click([1, 2], 'B', 'reject', silent),
        click([3, 4], 'A', 'approve', silent),
        click([5, 6], 'C', 'approve', silent),
        seen([7, 8], 'pending', '+A+C', '-B'),
        takeBack([9, 10], 'B', takenBack),
        seen([11, 12], 'approved', '+A+C'),
      ],
    ],
    [
      'withdrawn, and a click is told',
      one,
      [withdraw([1, 2], { type: 'withdrawn' }), click([3, 4], 'A', 'approve', told('withdrawn'))],
    ],
    [
      'a changed vote is the newest of all',
      two,
      [
        click([1, 2], 'A', 'approve', silent),
        click([3, 4], 'B', 'approve', silent),
        seen([5, 6], 'approved', '+A+B'),
        click([7, 8], 'C', 'approve', told('approved')),
      ],
    ],
    [
      'the other answer takes the place of the older',
      two,
      [
        click([1, 2], 'A', 'approve', silent),
        click([3, 4], 'B', 'reject', silent),
        click([5, 6], 'A', 'reject', silent),
        seen([7, 8], 'rejected', '-B-A'),
      ],
    ],
    [
      'an older click that comes after a newer one',
      two,
      [
        click([1, 2], 'A', 'approve', silent, early, 9),
        click([3, 4], 'A', 'reject', silent, early, 8),
        seen([5, 6], 'pending', '+A'),
      ],
    ],
    ['five changes', two, [...changesOf(5), seen([13, 14], 'pending', '-A')]],
    [
      'six changes, the last is told',
      two,
      [...changesOf(5), click([13, 14], 'A', 'approve', told('too_many_changes'))],
    ],
    [
      'taken back and voted again',
      two,
      [
        click([1, 2], 'A', 'approve', silent),
        takeBack([3, 4], 'A', takenBack),
        seen([5, 6], 'pending', ''),
        click([7, 8], 'A', 'approve', silent),
        seen([9, 10], 'pending', '+A'),
      ],
    ],
    [
      'a vote that comes again after it was taken back',
      two,
      [
        click([1, 2], 'A', 'approve', silent),
        takeBack([3, 4], 'A', takenBack),
        click([5, 6], 'A', 'approve', silent, early, 1),
        seen([7, 8], 'pending', ''),
      ],
    ],
    [
      'an unchecked vote that was replaced is dropped',
      group,
      [
        click([1, 2], 'A', 'approve', silent),
        seen([3, 4], 'pending', '', '+A'),
        click([5, 6], 'A', 'reject', silent),
        seen([7, 8], 'pending', '', '-A'),
        seen([9, 10], 'pending', '-A'),
      ],
    ],
    [
      'a vote decides nothing while the newer one is looked up',
      group,
      [
        click([1, 2], 'A', 'approve', silent),
        seen([3, 4], 'pending', '+A'),
        click([5, 6], 'A', 'reject', silent),
        click([7, 8], 'B', 'approve', silent),
        seen([9, 10], 'pending', '+A+B', '-A'),
        click([11, 12], 'C', 'approve', silent),
        operation([13, 14], { type: 'read' }, { type: 'decision', status: 'approved', by: ['B', 'C'] }),
      ],
    ],
    [
      'taken back after the time while it is looked up',
      group,
      [
        click([1, 2], 'A', 'approve', silent),
        seen([3, 4], 'pending', '', '+A'),
        takeBack([5, 6], 'A', takenBack, late),
        expire(7),
        seen([8, 9], 'expired', ''),
      ],
    ],
    [
      'nothing is there to take back, or it is over',
      two,
      [
        takeBack([1, 2], 'A', told('no_vote')),
        withdraw([3, 4], { type: 'withdrawn' }),
        takeBack([5, 6], 'A', told('withdrawn')),
      ],
    ],
  ])('%s', (_, rules, operations) => {
    expect(findOrder(rules, operations)).toMatchObject({ isWhole: true });
  });
});

describe('no order is found for what must not happen', () => {
  test.each<[string, Rules, readonly Operation[]]>([
    ['two decisions', one, [click([1, 9], 'A', 'approve', silent), click([2, 8], 'B', 'reject', silent)]],
    [
      'approvals wait for nothing',
      vetoed,
      [click([1, 2], 'A', 'approve', silent), click([3, 4], 'C', 'approve', silent), seen([5, 6], 'pending', '+A+C')],
    ],
    [
      'approvals wait on after the rejection was taken back',
      vetoed,
      [
        click([1, 2], 'B', 'reject', silent),
        click([3, 4], 'A', 'approve', silent),
        click([5, 6], 'C', 'approve', silent),
        takeBack([9, 10], 'B', takenBack),
        seen([11, 12], 'pending', '+A+C'),
      ],
    ],
    [
      'approvals wait on after the rejection gave way to an approval',
      vetoed,
      [
        click([1, 2], 'B', 'reject', silent),
        click([3, 4], 'A', 'approve', silent),
        click([5, 6], 'C', 'approve', silent),
        click([7, 8], 'B', 'approve', silent),
        seen([9, 10], 'pending', '+A+C', '+B'),
      ],
    ],
    [
      'rejections wait',
      vetoed,
      [click([1, 2], 'A', 'reject', silent), click([3, 4], 'B', 'reject', silent), seen([5, 6], 'pending', '-A', '-B')],
    ],
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
    [
      'both answers of a person stand',
      two,
      [click([1, 2], 'A', 'approve', silent), click([3, 4], 'A', 'reject', silent), seen([5, 6], 'pending', '+A-A')],
    ],
    [
      'the same answer twice is a change',
      two,
      [click([1, 2], 'A', 'approve', silent), click([3, 4], 'A', 'approve', silent), seen([5, 6], 'pending', '+A')],
    ],
    ['six changes', two, changesOf(6)],
    [
      'told of too many changes after four',
      two,
      [...changesOf(4), click([11, 12], 'A', 'reject', told('too_many_changes'))],
    ],
    [
      'an older click changes a newer answer',
      two,
      [
        click([1, 2], 'A', 'approve', silent, early, 9),
        click([3, 4], 'A', 'reject', silent, early, 8),
        seen([5, 6], 'pending', '-A'),
      ],
    ],
    [
      'taken back, and still counted',
      two,
      [
        click([1, 2], 'A', 'approve', silent),
        takeBack([3, 4], 'A', takenBack),
        click([5, 6], 'B', 'approve', silent),
        seen([7, 8], 'approved', '+A+B'),
      ],
    ],
    ['taken back without an answer', two, [click([1, 2], 'A', 'approve', silent), takeBack([3, 4], 'B', takenBack)]],
    ['taken back after the time', two, [click([1, 2], 'A', 'approve', silent), takeBack([3, 4], 'A', takenBack, late)]],
    [
      'a replaced unchecked vote is counted',
      group,
      [
        click([1, 2], 'A', 'approve', silent),
        seen([3, 4], 'pending', '', '+A'),
        click([5, 6], 'A', 'reject', silent),
        seen([7, 8], 'pending', '+A'),
      ],
    ],
    [
      'a vote decides while the newer one is looked up',
      group,
      [
        click([1, 2], 'A', 'approve', silent),
        seen([3, 4], 'pending', '+A'),
        click([5, 6], 'A', 'reject', silent),
        seen([7, 8], 'pending', '+A', '-A'),
        click([9, 10], 'B', 'approve', silent),
        operation([11, 12], { type: 'read' }, { type: 'decision', status: 'approved', by: ['A', 'B'] }),
      ],
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
