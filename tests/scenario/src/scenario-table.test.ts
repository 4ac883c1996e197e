import { expect, test } from 'vitest';
import { type Cell, drawScenarioTable } from './scenario-table.js';

const cell = (change: Partial<Cell>): Cell => ({
  ...{ host: 'Express', store: 'SQLite', step: 'ask', state: 'passed', ms: 12.4 },
  ...change,
});

test('a cell says how its test ended, and a step without a test did not run', () => {
  const table = drawScenarioTable([
    cell({}),
    cell({ step: 'vote', state: 'failed', ms: 7 }),
    cell({ step: 'reject', state: 'pending', ms: null }),
    cell({ store: 'node:sqlite', step: 'ask', state: 'skipped', ms: 0 }),
  ]);

  const [head = '', own = '', other = '', ...rest] = table.split('\n').filter((line) => line !== '');
  const columns = (line: string) => line.split(/ {2,}/);
  expect(columns(head).slice(0, 4)).toEqual(['the scenario on', 'ask', 'vote', 'reject']);
  expect(columns(own).slice(0, 5)).toEqual([
    'Express, SQLite',
    'passed 12 ms',
    'FAILED 7 ms',
    'did not run',
    'did not run',
  ]);
  expect(columns(other).slice(0, 3)).toEqual(['Express, node:sqlite', 'skipped', 'did not run']);
  expect(rest).toEqual(['1 passed, 1 failed, 1 skipped, 19 did not run']);
});
