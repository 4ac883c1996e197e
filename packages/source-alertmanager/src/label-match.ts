import { SlackApprovalError } from '@k8s-pizza/slack-approval';
import type { Labels } from './alert-group.js';

/**
 * The labels an alert has to have: a text for Alertmanager's `=`, a RegExp for `=~`.
 *
 * All of them have to fit. A RegExp has to match the whole value, as Alertmanager's do. A label that is not there is an empty text.
 */
export type LabelMatch = Readonly<Record<string, string | RegExp>>;

/**
 * Makes the check whether labels fit any one of the matches.
 *
 * @throws {SlackApprovalError} invalid_options — no match at all, or one that names no label
 */
export function matcherOf(matches: readonly LabelMatch[]): (labels: Labels) => boolean {
  const given: unknown = matches;
  if (!Array.isArray(given) || given.length === 0 || !given.every(isMatch)) {
    throw new SlackApprovalError(
      'invalid_options',
      'Say in alerts which alerts ask, by at least one label each, as text or a RegExp: alerts: [{ alertname: … }].',
    );
  }
  const compiled = matches.map((match) => Object.entries(match).map(([name, value]) => [name, testOf(value)] as const));
  return (labels) =>
    compiled.some((tests) => tests.every(([name, test]) => test(Object.hasOwn(labels, name) ? labels[name] : '')));
}

const isRegExp = (value: unknown): value is RegExp => Object.prototype.toString.call(value) === '[object RegExp]';

/** A value from the environment may be missing: a match without it would let other alerts ask. */
function isMatch(match: unknown): boolean {
  const values: readonly unknown[] = Object.values(Object(match));
  return values.length > 0 && values.every((value) => typeof value === 'string' || isRegExp(value));
}

type ValueTest = (value: string | undefined) => boolean;

function testOf(expected: string | RegExp): ValueTest {
  if (typeof expected === 'string') return (value) => value === expected;
  // without g and y, which remember where they stopped, and m, by which one line of a value would do
  const whole = new RegExp(`^(?:${expected.source})$`, expected.flags.replace(/[gmy]/g, ''));
  return (value = '') => whole.test(value);
}
