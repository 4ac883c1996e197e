// Prints `N passed, N failed` over every report in the folder given, and nothing else. Why a test failed goes to stderr.
import { readReports } from './read-reports.js';
import { countTests, failedTests } from './test-results.js';

const reports = readReports(process.argv[2] ?? '');
for (const failure of failedTests(reports)) console.error(`failed: ${failure}\n`);
const { passed, failed } = countTests(reports);
console.log(`${passed} passed, ${failed} failed`);
