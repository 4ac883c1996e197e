// Fails when a test was skipped that scripts/expected-skips.json does not name. Argument: the folder of reports.
import { readExpectedSkips, readReports } from './read-reports.js';
import { skipProblems, skippedTests } from './test-results.js';

const reports = readReports(process.argv[2] ?? '');
const expected = readExpectedSkips();
const skipped = skippedTests(reports);

for (const { name, reason } of expected) {
  if (skipped.includes(name)) console.log(`skipped: ${name} (${reason})`);
}
const problems = skipProblems(reports, expected);
for (const problem of problems) console.error(problem);
if (reports.length === 0) console.error('no test report: nothing ran');
process.exitCode = problems.length > 0 || reports.length === 0 ? 1 : 0;
