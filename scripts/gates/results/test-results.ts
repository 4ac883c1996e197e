/** The part of vitest's JSON report that is counted. */
export interface TestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    /** Why the file could not be run, where it could not. */
    readonly message?: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages?: readonly string[];
    }[];
  }[];
}

export interface Totals {
  readonly passed: number;
  readonly failed: number;
}

/** A skip that is known: the test's full name, and why it can't always run. */
export interface ExpectedSkip {
  readonly name: string;
  readonly reason: string;
  /** For a test that exists only where it is skipped: without it, an expectation no test answers to is out of date. */
  readonly onlyWhereSkipped?: boolean;
}

/**
 * Counts the tests of all reports. A file that broke outside its tests counts as one failed test, so that a total
 * without failures means that everything ran.
 */
export function countTests(reports: readonly TestReport[]): Totals {
  const files = reports.flatMap(({ testResults }) => testResults);
  const statuses = files.flatMap(({ assertionResults }) => assertionResults.map(({ status }) => status));
  const broken = files.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && assertionResults.every((assertion) => assertion.status !== 'failed'),
  );
  return {
    passed: statuses.filter((status) => status === 'passed').length,
    failed: statuses.filter((status) => status === 'failed').length + broken.length,
  };
}

/** One text for each test that failed: its file, its name and why. A file that broke outside its tests is named alone. */
export function failedTests(reports: readonly TestReport[]): readonly string[] {
  return reports.flatMap(({ testResults }) =>
    testResults.flatMap(({ name, status, message = '', assertionResults }) => {
      const failed = assertionResults.filter((assertion) => assertion.status === 'failed');
      if (failed.length === 0) return status === 'failed' ? [`${name}\n${message}`] : [];
      return failed.map(({ fullName, failureMessages = [] }) => `${name} > ${fullName}\n${failureMessages.join('\n')}`);
    }),
  );
}

/** The full names of the tests that neither passed nor failed, each once. */
export function skippedTests(reports: readonly TestReport[]): readonly string[] {
  const names = testsOf(reports)
    .filter(({ status }) => status !== 'passed' && status !== 'failed')
    .map(({ fullName }) => fullName);
  return [...new Set(names)];
}

/** What is wrong with the skips: a test nobody expected to be skipped, or an expectation no test answers to. */
export function skipProblems(reports: readonly TestReport[], expected: readonly ExpectedSkip[]): readonly string[] {
  const expectedNames = new Set(expected.map(({ name }) => name));
  const known = new Set(testsOf(reports).map(({ fullName }) => fullName));
  return [
    ...skippedTests(reports)
      .filter((name) => !expectedNames.has(name))
      .map((name) => `skipped, and not expected to be: ${name}`),
    ...expected
      .filter(({ name, onlyWhereSkipped }) => onlyWhereSkipped !== true && !known.has(name))
      .map(({ name }) => `expected to be skipped, but not there: ${name}`),
    ...expected.filter(({ reason }) => reason.trim() === '').map(({ name }) => `skipped without a reason: ${name}`),
  ];
}

function testsOf(reports: readonly TestReport[]) {
  return reports.flatMap(({ testResults }) => testResults.flatMap(({ assertionResults }) => assertionResults));
}
