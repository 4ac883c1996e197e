import { SlackApprovalError } from '@k8s-pizza/slack-approval';
import { expect, vi } from 'vitest';

/** The error that it throws; a test in which nothing of ours is thrown fails. */
export function thrownBy(make: () => unknown): SlackApprovalError {
  const matcher = vi.fn(make);
  expect(matcher).toThrow(SlackApprovalError);
  return matcher.mock.results[0]?.value;
}
