import { checks as allChecks } from '../checks/checks.js';
import { type KnownKeys, unknownKeys } from '../options/unknown-keys.js';
import { type Check, type CheckResult, type Environment, wrong } from './check.js';
import { createPorts, type Ports, type World } from './ports.js';
import { redactor } from './redact.js';

/** What `doctor` looks at, and by what means. */
export interface DoctorOptions extends World {
  /** Environment variables by name, such as `process.env`. */
  readonly environment: Environment;
  /** @default `checks`, all that this package has */
  readonly checks?: readonly Check[];
}

const knownOptions = {
  environment: true,
  checks: true,
  post: true,
  command: true,
  resource: true,
  timeoutMs: true,
  fetch: true,
  now: true,
  load: true,
} satisfies KnownKeys<DoctorOptions>;

/** One line of the report. */
export interface DoctorLine extends CheckResult {
  /** The check's id. */
  readonly check: string;
  readonly title: string;
}

/** What was found, in the order of the checks. */
export interface DoctorReport {
  /** Nothing is wrong; something may not have been checked. */
  readonly ok: boolean;
  readonly lines: readonly DoctorLine[];
}

/**
 * Looks at everything a set-up consists of, and says what is wrong and how to mend it.
 *
 * It changes nothing and sends nothing that decides or orders. No secret of the environment is in the report. What it finds is never thrown.
 *
 * @throws {TypeError} an option is unknown
 */
export async function doctor(options: DoctorOptions): Promise<DoctorReport> {
  const unknown = unknownKeys('doctor', options, knownOptions);
  if (unknown.length > 0) throw new TypeError(unknown.join(' '));
  const { checks = allChecks } = options;
  // a variable that is set to nothing, as in `PORT=`, is not set; what was pasted has spaces around it
  const given = Object.entries(options.environment).map(([name, value]) => [name, value?.trim()] as const);
  const environment = Object.fromEntries(given.filter(([, value]) => value));
  const clean = redactor(environment);
  const ports = createPorts(environment, options);
  const lines = (await Promise.all(checks.map((check) => linesOf(check, environment, ports)))).flat();
  return { ok: lines.every(({ status }) => status !== 'wrong'), lines: lines.map((line) => cleaned(line, clean)) };
}

async function linesOf(check: Check, environment: Environment, ports: Ports): Promise<readonly DoctorLine[]> {
  const results = await runCheck(check, environment, ports);
  return results.map((result) => ({ ...result, check: check.id, title: check.title }));
}

async function runCheck(check: Check, environment: Environment, ports: Ports): Promise<readonly CheckResult[]> {
  try {
    return [await check.run(environment, ports)].flat();
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown';
    // the message of an unknown error may quote anything
    return [
      wrong('check_failed', `The check itself failed (${name}).`, 'Please report it, with the name of the check.'),
    ];
  }
}

function cleaned(line: DoctorLine, clean: (text: string) => string): DoctorLine {
  const { message, mend, hints } = line;
  return { ...line, message: clean(message), mend: mend === null ? null : clean(mend), hints: hints.map(clean) };
}
