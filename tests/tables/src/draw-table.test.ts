import { expect, test } from 'vitest';
import { type Cell, drawTable } from './draw-table.js';

const cell = (change: Partial<Cell>): Cell => ({
  ...{ row: 'Express, SQLite', column: 'ask', state: 'passed', ms: 12.4 },
  ...change,
});

test('a cell says how its test ended, and a place without a test did not run', () => {
  const table = drawTable({
    corner: 'the scenario on',
    rows: ['Express, SQLite', 'Express, node:sqlite'],
    columns: ['ask', 'vote', 'reject', 'expire'],
    cells: [
      cell({}),
      cell({ column: 'vote', state: 'failed', ms: 7 }),
      cell({ column: 'reject', state: 'pending', ms: null }),
      cell({ row: 'Express, node:sqlite', state: 'skipped', ms: 0 }),
    ],
  });

  const [head = '', own = '', other = '', ...rest] = table.split('\n').filter((line) => line !== '');
  const columns = (line: string) => line.split(/ {2,}/);
  expect(columns(head)).toEqual(['the scenario on', 'ask', 'vote', 'reject', 'expire']);
  expect(columns(own)).toEqual(['Express, SQLite', 'passed 12 ms', 'FAILED 7 ms', 'did not run', 'did not run']);
  expect(columns(other).slice(0, 3)).toEqual(['Express, node:sqlite', 'skipped', 'did not run']);
  expect(rest).toEqual(['1 passed, 1 failed, 1 skipped, 5 did not run']);
});
