import type { Ports } from './ports.js';

/** Environment variables by name; one that is set to nothing counts as not set. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What a check found: one line of the report.
 *
 * Neither message nor mend may repeat what a variable or an answer holds, unless its form shows that it is no secret.
 */
export interface CheckResult {
  readonly status: 'ok' | 'wrong' | 'not_checked';
  /** Stable and snake_case: the troubleshooting guide lists it. */
  readonly code: string;
  /** What was found, or why nothing was checked. */
  readonly message: string;
  /** How to mend it; null where there is nothing to mend. */
  readonly mend: string | null;
  /** What is worth knowing all the same. */
  readonly hints: readonly string[];
}

/** One thing that `doctor` looks at. A host can add its own. */
export interface Check {
  readonly id: string;
  /** A word or two in front of each of its lines. */
  readonly title: string;
  /** Looks, and changes nothing. It gives one line, or several. */
  run(environment: Environment, ports: Ports): Promise<CheckResult | readonly CheckResult[]>;
}

/** The line for what is fine; hints say what is worth knowing all the same. */
export function ok(code: string, message: string, ...hints: readonly string[]): CheckResult {
  return { status: 'ok', code, message, mend: null, hints };
}

/** The line for what is wrong, with how to mend it. */
export function wrong(code: string, message: string, mend: string, ...hints: readonly string[]): CheckResult {
  return { status: 'wrong', code, message, mend, hints };
}

/** The line for what was not looked at, with the reason. */
export function notChecked(code: string, message: string, ...hints: readonly string[]): CheckResult {
  return { status: 'not_checked', code, message, mend: null, hints };
}
