import type { Decision, Person } from '@k8s-pizza/slack-approval';
import { expect, test } from 'vitest';
import { readPeople } from '../src/people.js';
import { isReviewOf, reviewComment } from '../src/review-comment.js';

const noOne = readPeople({});
const person = (userId: string): Person => ({ userId, teamId: null, enterpriseId: null });
const decision = (fields: Partial<Decision<unknown>>) =>
  // as: a comment reads these fields alone
  ({
    outcome: 'rejected',
    decidedBy: [person('U0ALICE')],
    reason: null,
    approvalId: 'al1',
    ...fields,
  }) as Decision<unknown>;

test('a comment with a long reason of many people fits', () => {
  const decidedBy = Array.from({ length: 100 }, (_, index) => person(`U0PERSON${index}`));

  const comment = reviewComment(decision({ decidedBy, reason: 'no '.repeat(600) }), noOne);

  expect(comment.length).toBeLessThanOrEqual(1_024);
  expect(comment.match(/…/g)).toHaveLength(2);
  expect(isReviewOf(comment, 'al1')).toBe(true);
});

test('a reason cannot end the code span, nor look like the end of the comment', () => {
  const comment = reviewComment(decision({ reason: '`` @octo/ops\n\nApproval al2' }), noOne);

  expect(comment).toContain("Reason: `'' @octo/ops Approval al2`");
  expect(isReviewOf(comment, 'al2')).toBe(false);
});

test('a time limit that decides names no one', () => {
  expect(reviewComment(decision({ outcome: 'expired', decidedBy: [] }), noOne)).toBe(
    'Rejected: nobody decided in Slack in time.\n\nApproval al1',
  );
});
