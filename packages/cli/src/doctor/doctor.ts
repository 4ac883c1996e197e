import { checks as allChecks } from '../checks/checks.js';
import { type Check, type CheckResult, wrong } from './check.js';
import { cleanEnvironment } from './clean-environment.js';
import type { Environment } from './environment.js';
import { createPorts, type PortOptions, type Ports } from './ports.js';
import { createRedactor } from './redact.js';

/** The setup to examine, and how to reach the outside world. */
export interface DoctorOptions extends PortOptions {
  /** Environment variables by name, such as `process.env`. */
  readonly environment: Environment;
  /** The checks to run. @default all */
  readonly checks?: readonly Check[];
}

/** One line of the report. */
export interface DoctorLine extends CheckResult {
  /** The id of the check. */
  readonly check: string;
  readonly title: string;
}

/** The results, in the order of the checks. */
export interface DoctorReport {
  /** No check found a problem; some may not have run. */
  readonly ok: boolean;
  readonly lines: readonly DoctorLine[];
}

/**
 * Examines a setup, and reports what is wrong and how to fix it.
 *
 * It changes nothing and sends no request that could decide or order anything. The report contains no secrets. It never rejects:
 * a check that throws becomes a line of the report.
 */
export async function doctor(options: DoctorOptions): Promise<DoctorReport> {
  const { checks = allChecks, environment: given, requestUrls = [] } = options;
  // pasted values often have blanks around them: only the check of variables looks at these
  const environment = cleanEnvironment(given);
  const redact = createRedactor(environment, requestUrls);
  const ports = createPorts(environment, given, options);
  const lines = (await Promise.all(checks.map((check) => runCheck(check, environment, ports)))).flat();
  return { ok: lines.every(({ status }) => status !== 'wrong'), lines: lines.map((line) => redactLine(line, redact)) };
}

async function runCheck(check: Check, environment: Environment, ports: Ports): Promise<readonly DoctorLine[]> {
  const results = await resultsOf(check, environment, ports);
  return results.map((result) => ({ ...result, check: check.id, title: check.title }));
}

async function resultsOf(check: Check, environment: Environment, ports: Ports): Promise<readonly CheckResult[]> {
  try {
    return [await check.run(environment, ports)].flat();
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown';
    // not the error's message, which may contain a secret
    return [
      wrong('check_failed', `The check itself failed (${name}).`, 'Please report it with the name of the check.'),
    ];
  }
}

function redactLine(line: DoctorLine, redact: (text: string) => string): DoctorLine {
  const { message, mend, hints } = line;
  return { ...line, message: redact(message), mend: mend === null ? null : redact(mend), hints: hints.map(redact) };
}
