import { SlackApprovalError } from '@k8s-pizza/slack-approval';
import type { Labels } from './alert-group.js';

/**
 * The labels that an alert must have: a text like Alertmanager's `=`, or a RegExp like `=~`.
 *
 * All of them must match. A RegExp must match the whole value. A missing label counts as empty text.
 */
export type LabelMatch = Readonly<Record<string, string | RegExp>>;

/**
 * Creates a function that tests whether labels fit any of the matches.
 *
 * @throws {SlackApprovalError} invalid_options — there is no match, or one without labels
 */
export function createLabelMatcher(matches: readonly LabelMatch[]): (labels: Labels) => boolean {
  const given: unknown = matches;
  if (!Array.isArray(given) || given.length === 0 || !given.every(isMatch)) {
    throw new SlackApprovalError(
      'invalid_options',
      '`alerts` must be a list of matches with at least one label each, as text or a RegExp: alerts: [{ alertname: … }].',
    );
  }
  const compiled = matches.map((match) =>
    Object.entries(match).map(([name, value]) => [name, createValueTest(value)] as const),
  );
  return (labels) =>
    compiled.some((tests) => tests.every(([name, test]) => test(Object.hasOwn(labels, name) ? labels[name] : '')));
}

const isRegExp = (value: unknown): value is RegExp => Object.prototype.toString.call(value) === '[object RegExp]';

/** Refuses an undefined value, such as a missing variable: a match without that label would let other alerts ask. */
function isMatch(match: unknown): boolean {
  const values: readonly unknown[] = Object.values(Object(match));
  return values.length > 0 && values.every((value) => typeof value === 'string' || isRegExp(value));
}

type ValueTest = (value: string | undefined) => boolean;

function createValueTest(expected: string | RegExp): ValueTest {
  if (typeof expected === 'string') return (value) => value === expected;
  // without g and y, which keep state between calls, and m, which would accept a single line of a value
  const whole = new RegExp(`^(?:${expected.source})$`, expected.flags.replace(/[gmy]/g, ''));
  return (value = '') => whole.test(value);
}
