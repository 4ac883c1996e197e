import type { Reporter, TestCase, TestModule, VitestPluginContext } from 'vitest/node';
import { type Cell, drawScenarioTable } from './scenario-table.js';

/** A report of these is read by a program, which a table would confuse. */
const forPrograms = ['json', 'junit', 'tap', 'tap-flat', 'blob'];

/** Adds the table of the scenario to what vitest prints for people, whichever reporters are asked for. */
export const scenarioTable = {
  name: 'scenario-table',
  configureVitest({ project, vitest }: VitestPluginContext) {
    const { reporters } = vitest.config;
    const isForPeople = reporters.some((reporter) => !Array.isArray(reporter) || !forPrograms.includes(reporter[0]));
    // each project of the run comes by
    if (isForPeople && project === vitest.projects[0]) reporters.push(tableReporter);
  },
};

const tableReporter: Reporter = {
  onTestRunEnd(modules) {
    const cells = modules.flatMap((module) => [...module.children.allTests()].flatMap(cellsOf));
    const broken = modules.filter(isBroken).map(({ relativeModuleId }) => `${relativeModuleId} did not load\n`);
    if (cells.length + broken.length > 0) process.stdout.write([drawScenarioTable(cells), ...broken].join('\n'));
  },
};

function cellsOf(test: TestCase): readonly Cell[] {
  const { scenario } = test.meta();
  if (scenario === undefined) return [];
  const { state } = test.result();
  // tests that are never reached, because what stands before them failed, are called skipped by vitest
  const isUnreached = state === 'skipped' && test.parent.type === 'suite' && test.parent.errors().length > 0;
  return [{ ...scenario, state: isUnreached ? 'failed' : state, ms: test.diagnostic()?.duration ?? null }];
}

/** A file of the scenario that ended before it had named its tests: they would be missing in silence. */
function isBroken({ relativeModuleId, children }: TestModule): boolean {
  return relativeModuleId.includes('scenario') && children.size === 0;
}
