// Installs the packed packages into fresh projects, as users have them, and runs what such projects run.
// `npm run consumers -- <folder>` writes its reports there; `-- <folder> <words>` runs only the cases whose names have these words.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { packAll } from '../packages/pack.js';
import type { TestReport } from '../results/test-results.js';
import { bundleCases } from './bundles.js';
import { type Case, programCases } from './cases.js';
import { compileCases } from './compile.js';
import { firstCardCases } from './first-card-cases.js';
import { hostCases } from './host-cases.js';
import { jestCases } from './jest-cases.js';
import { installProject, projects } from './projects.js';

interface Outcome {
  readonly name: string;
  readonly problem: string | null;
  readonly seconds: number;
}

async function outcomeOf({ name, run }: Case): Promise<Outcome> {
  const from = performance.now();
  const problem = await run().catch((error: unknown) => String(error));
  const seconds = (performance.now() - from) / 1_000;
  console.log(`${problem === null ? 'ok    ' : 'FAILED'} ${seconds.toFixed(1).padStart(5)} s  ${name}`);
  if (problem !== null) console.error(problem);
  return { name, problem, seconds };
}

/** Runs cases, as many at a time as there are cores. */
async function runAll(cases: readonly Case[]): Promise<readonly Outcome[]> {
  const waiting = cases.values();
  const lanes = Array.from({ length: availableParallelism() }, async () => {
    const outcomes: Outcome[] = [];
    for (const next of waiting) outcomes.push(await outcomeOf(next));
    return outcomes;
  });
  return (await Promise.all(lanes)).flat();
}

/** In the form that every runner of tests writes. */
function reportOf(outcomes: readonly Outcome[]): TestReport {
  const assertionResults = outcomes.map(({ name, problem }) => ({
    fullName: `packed packages, ${name}`,
    status: problem === null ? 'passed' : 'failed',
  }));
  const status = outcomes.some(({ problem }) => problem !== null) ? 'failed' : 'passed';
  return { testResults: [{ name: 'consumers', status, assertionResults }] };
}

// outside the repository: nothing of it may be found from there
const stage = mkdtempSync(join(tmpdir(), 'consumers-'));
try {
  const reports = resolve(process.argv[2] ?? stage);
  const words = process.argv.slice(3).join(' ');
  const tarballs = packAll(join(stage, 'tarballs'));
  const folders = projects.map((_, index) => join(stage, `project-${index}`));
  const [current = '', express4 = '', bolt4 = ''] = folders;
  const installed = await runAll(
    projects.map((project, index) => ({
      name: `npm install, ${project.name}`,
      run: () => installProject(project, folders[index] ?? '', tarballs),
    })),
  );
  const cases = [
    ...jestCases(current, reports),
    ...hostCases(express4, bolt4, reports),
    ...projects.flatMap((project, index) =>
      compileCases(project, folders[index] ?? '', index === 0 ? ['nodenext', 'bundler'] : ['nodenext']),
    ),
    ...bundleCases(current),
    ...programCases(current, express4, bolt4),
    ...firstCardCases(current),
  ];
  const outcomes = [...installed, ...(await runAll(cases.filter(({ name }) => name.includes(words))))];
  writeFileSync(join(reports, 'consumers.json'), JSON.stringify(reportOf(outcomes)));
  const failed = outcomes.filter(({ problem }) => problem !== null);
  console.log(`${outcomes.length - failed.length} passed, ${failed.length} failed`);
  process.exitCode = failed.length === 0 ? 0 : 1;
} finally {
  rmSync(stage, { recursive: true, force: true });
}
