import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExpectedSkip, TestReport } from './test-results.js';

/** Reads every vitest report in a folder; a folder that is not there holds none. */
export function readReports(folder: string): readonly TestReport[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => readJson<TestReport>(join(folder, name)));
}

/** Reads the list of tests that may be skipped. */
export function readExpectedSkips(): readonly ExpectedSkip[] {
  return readJson<readonly ExpectedSkip[]>(new URL('../../expected-skips.json', import.meta.url));
}

function readJson<Content>(path: string | URL): Content {
  // as: written by vitest, or by us and checked by the test beside it
  return JSON.parse(readFileSync(path, 'utf8')) as Content;
}
