// Prints `N passed, N failed` over every report in the folder given, and nothing else.
import { readReports } from './read-reports.js';
import { countTests } from './test-results.js';

const { passed, failed } = countTests(readReports(process.argv[2] ?? ''));
console.log(`${passed} passed, ${failed} failed`);
