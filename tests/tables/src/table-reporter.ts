import type { Reporter, TestCase, TestModule, VitestPluginContext } from 'vitest/node';
import { type Cell, drawTable } from './draw-table.js';

/** Which tests a table shows, and where. */
export interface TestTable {
  /** Stands above the rows. */
  readonly corner: string;
  /** @returns null for a test that is not in the table */
  readonly placeOf: (test: TestCase) => Pick<Cell, 'row' | 'column'> | null;
  /** Files that are missed if they end before they have named a test. */
  readonly isPartOf: (file: string) => boolean;
  /** @default by name */
  readonly columns?: readonly string[];
  /** @default in the order of the tests */
  readonly rows?: 'by name';
}

/** A report of these is read by a program, which a table would confuse. */
const forPrograms = ['json', 'junit', 'tap', 'tap-flat', 'blob'];

/** Adds the tables to what vitest prints for people, whichever reporters are asked for. */
export function printTables(name: string, ...tables: readonly TestTable[]) {
  const ours = tables.map(reporterOf);
  return {
    name,
    configureVitest({ project, vitest }: VitestPluginContext) {
      const { reporters } = vitest.config;
      const isForPeople = reporters.some((reporter) => !Array.isArray(reporter) || !forPrograms.includes(reporter[0]));
      // each project of the run comes by
      if (isForPeople && project === vitest.projects[0]) reporters.push(...ours);
    },
  };
}

function reporterOf({ corner, placeOf, isPartOf, columns, rows }: TestTable): Reporter {
  return {
    onTestRunEnd(modules) {
      const cells = modules.flatMap((module) =>
        [...module.children.allTests()].flatMap((test) => cellOf(test, placeOf)),
      );
      // a file that ended before it had named its tests: they would be missing in silence
      const broken = modules
        .filter(({ relativeModuleId, children }) => isPartOf(relativeModuleId) && children.size === 0)
        .map(({ relativeModuleId }: TestModule) => `${relativeModuleId} did not load\n`);
      if (cells.length + broken.length === 0) return;
      const seen = { rows: unique(cells.map(({ row }) => row)), columns: unique(cells.map(({ column }) => column)) };
      const drawn = drawTable({
        corner,
        rows: rows === 'by name' ? seen.rows.toSorted() : seen.rows,
        columns: columns ?? seen.columns.toSorted(),
        cells,
      });
      process.stdout.write([drawn, ...broken].join('\n'));
    },
  };
}

const unique = (words: readonly string[]): readonly string[] => [...new Set(words)];

function cellOf(test: TestCase, placeOf: TestTable['placeOf']): readonly Cell[] {
  const place = placeOf(test);
  if (place === null) return [];
  const { state } = test.result();
  // tests that are never reached, because what stands before them failed, are called skipped by vitest
  const isUnreached = state === 'skipped' && test.parent.type === 'suite' && test.parent.errors().length > 0;
  return [{ ...place, state: isUnreached ? 'failed' : state, ms: test.diagnostic()?.duration ?? null }];
}
