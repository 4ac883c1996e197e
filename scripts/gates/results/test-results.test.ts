import { describe, expect, test } from 'vitest';
import { countTests, failedTests, skipProblems, skippedTests, type TestReport } from './test-results.js';

function reportOf(statuses: Readonly<Record<string, string>>, fileStatus = 'passed'): TestReport {
  const assertionResults = Object.entries(statuses).map(([fullName, status]) => ({ fullName, status }));
  return { testResults: [{ name: 'a.test.ts', status: fileStatus, assertionResults }] };
}

describe('totals', () => {
  test('are summed over every run', () => {
    const reports = [reportOf({ a: 'passed', b: 'failed' }, 'failed'), reportOf({ a: 'passed', c: 'skipped' })];

    expect(countTests(reports)).toEqual({ passed: 2, failed: 1 });
  });

  test('a file that could not be loaded is a failure', () => {
    expect(countTests([reportOf({}, 'failed')])).toEqual({ passed: 0, failed: 1 });
  });

  test('a file whose set-up failed is a failure, though its tests only never ran', () => {
    expect(countTests([reportOf({ a: 'pending' }, 'failed')])).toEqual({ passed: 0, failed: 1 });
  });
});

describe('failures', () => {
  test('are named with their file and their reason', () => {
    const assertionResults = [
      { fullName: 'a', status: 'passed' },
      { fullName: 'b', status: 'failed', failureMessages: ['expected 1 to be 2'] },
    ];

    expect(failedTests([{ testResults: [{ name: 'a.test.ts', status: 'failed', assertionResults }] }])).toEqual([
      'a.test.ts > b\nexpected 1 to be 2',
    ]);
  });

  test('of a file that could not be loaded are named with the file', () => {
    const broken = { name: 'a.test.ts', status: 'failed', message: 'Cannot find module', assertionResults: [] };

    expect(failedTests([{ testResults: [broken] }])).toEqual(['a.test.ts\nCannot find module']);
  });
});

describe('skips', () => {
  test.each(['skipped', 'pending', 'todo', 'disabled'])('%s is a skip', (status) => {
    expect(skippedTests([reportOf({ a: status, b: 'passed' })])).toEqual(['a']);
  });

  test('are named once, however often the suite ran', () => {
    expect(skippedTests([reportOf({ a: 'skipped' }), reportOf({ a: 'skipped' })])).toEqual(['a']);
  });

  test('that are expected are no problem, in any of the runs', () => {
    const reports = [reportOf({ a: 'skipped' }), reportOf({ a: 'passed' })];

    expect(skipProblems(reports, [{ name: 'a', reason: 'needs Node 22' }])).toEqual([]);
  });

  test('that nobody expects are a problem', () => {
    expect(skipProblems([reportOf({ a: 'skipped' })], [])).toEqual([expect.stringContaining('not expected')]);
  });

  test('expected of a test that is gone are a problem', () => {
    expect(skipProblems([reportOf({ a: 'passed' })], [{ name: 'b', reason: 'needs Node 22' }])).toEqual([
      expect.stringContaining('not there'),
    ]);
  });

  test('expected of a test that exists only where it is skipped are no problem elsewhere', () => {
    const expected = [{ name: 'b', reason: 'needs Node 22', onlyWhereSkipped: true }];

    expect(skipProblems([reportOf({ a: 'passed' })], expected)).toEqual([]);
  });

  test('need a reason', () => {
    expect(skipProblems([reportOf({ a: 'skipped' })], [{ name: 'a', reason: ' ' }])).toEqual([
      expect.stringContaining('without a reason'),
    ]);
  });
});
