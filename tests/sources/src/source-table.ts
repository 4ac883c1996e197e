import type { TestTable } from '../../tables/src/table-reporter.js';

/** What the source contract promises, by sources. */
export const sourceTable: TestTable = {
  corner: 'the source contract',
  // the testing package has sources that only serve to test the contract
  isPartOf: (file) => file.endsWith('source-contract.test.ts') && !file.startsWith('packages/testing/'),
  placeOf: ({ name, parent, module }) =>
    parent.type === 'suite' && sourceTable.isPartOf(module.relativeModuleId)
      ? { row: name, column: parent.name }
      : null,
};
