import type { TestTable } from '../../tables/src/table-reporter.js';
import { steps } from './steps.js';

/** Hosts and stores by steps. */
export const scenarioTable: TestTable = {
  corner: 'the scenario on',
  columns: steps,
  rows: 'by name',
  isPartOf: (file) => file.includes('scenario'),
  placeOf(test) {
    const { scenario } = test.meta();
    return scenario === undefined ? null : { row: `${scenario.host}, ${scenario.store}`, column: scenario.step };
  },
};
