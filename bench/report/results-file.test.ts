import { expect, test } from 'vitest';
import { describeMachine } from './machine.js';
import { resultsFile } from './results-file.js';

test('the file says when, where and in how long it was measured, with every section under its title', () => {
  const text = resultsFile({
    rows: [{ section: 'More', what: 'a', measured: '1 ×', spread: '', budget: '≤ 2 ×', isMet: true, note: '' }],
    machine: 'Some CPU, 2 cores, Node v20.20.2, Linux 6.1',
    at: new Date(Date.UTC(2026, 0, 1, 23)),
    seconds: 290,
  });

  expect(text).toContain('wrote this file on 2026-01-01 in 5 minutes, on Some CPU, 2 cores, Node v20.20.2, Linux 6.1.');
  expect(text).toContain('1 of 1 budgets hold.');
  expect(text).toContain('\n## More\n\n| what |');
});

test('the machine is told by its processor, Node and system, and not by its name', () => {
  expect(describeMachine()).toMatch(/^.+, \d+ cores?, Node v\d+\.\d+\.\d+, \w+ \S+$/);
});
