import type { Environment } from './environment.js';
import type { Ports } from './ports.js';

/**
 * The result of a check: one line of the report.
 *
 * `message` and `mend` must not repeat the value of a variable or part of a response, unless its format rules out a secret.
 */
export interface CheckResult {
  readonly status: 'ok' | 'wrong' | 'not_checked';
  /** Stable, in snake_case. The troubleshooting guide lists every code of a problem. */
  readonly code: string;
  /** What the check found, or why it did not run. */
  readonly message: string;
  /** How to fix it; null if there is nothing to fix. */
  readonly mend: string | null;
  /** Other useful information. */
  readonly hints: readonly string[];
}

/** One thing that `doctor` examines. */
export interface Check {
  readonly id: string;
  /** One or two words, shown at the start of each line. */
  readonly title: string;
  /** Examines the setup without changing anything. */
  run(environment: Environment, ports: Ports): Promise<CheckResult | readonly CheckResult[]>;
}

/** The result of a check that found no problem. */
export function ok(code: string, message: string, ...hints: readonly string[]): CheckResult {
  return { status: 'ok', code, message, mend: null, hints };
}

/** The result of a check that found a problem, with how to fix it. */
export function wrong(code: string, message: string, mend: string, ...hints: readonly string[]): CheckResult {
  return { status: 'wrong', code, message, mend, hints };
}

/** The result of a check that did not run, with the reason. */
export function notChecked(code: string, message: string, ...hints: readonly string[]): CheckResult {
  return { status: 'not_checked', code, message, mend: null, hints };
}

/** The result of a check that needs packages which are not installed. */
export function missingPackages(code: string, names: readonly string[]): CheckResult {
  const list = names.join(' and ');
  return notChecked(code, `This check needs ${list}: run npm install ${names.join(' ')}, here or where the app is.`);
}
