import { expect, test } from 'vitest';
import type { Row } from './row.js';
import { markdownTables, textTable, verdictOf } from './tables.js';

const click: Row = {
  section: 'What a click costs',
  what: 'verify',
  measured: '1.07 ×',
  spread: '1.02 to 1.10 ×',
  budget: '≤ 1.1 ×',
  isMet: true,
  note: 'Against HMAC.',
};
const peer: Row = { ...click, section: 'Beside other libraries', what: 'Bolt', budget: '', isMet: null };
const missed: Row = { ...click, section: 'What one approval costs', what: 'three channels', isMet: false, note: '' };

test('the table has its sections in one order, whichever bench was first', () => {
  const sections = textTable([peer, click, missed])
    .split('\n\n')
    .map((section) => section.split('\n')[0]);

  expect(sections).toEqual(['What one approval costs', 'What a click costs', 'Beside other libraries']);
});

test('the columns of all sections stand under each other', () => {
  const lines = textTable([click, missed]).split('\n');
  const columns = lines.filter((line) => line.includes('×')).map((line) => line.indexOf('1.07 ×'));

  expect(new Set(columns).size).toBe(1);
});

test('Markdown says which budgets are not met, and has each note once', () => {
  expect(markdownTables([missed, click, { ...click, what: 'decode' }])).toBe(`## What one approval costs

| what | measured | spread | budget | result |
| --- | --- | --- | --- | --- |
| three channels | 1.07 × | 1.02 to 1.10 × | ≤ 1.1 × | **not met** |

## What a click costs

| what | measured | spread | budget | result |
| --- | --- | --- | --- | --- |
| verify (1) | 1.07 × | 1.02 to 1.10 × | ≤ 1.1 × | met |
| decode (1) | 1.07 × | 1.02 to 1.10 × | ≤ 1.1 × | met |

1. Against HMAC.`);
});

test('a bar in a text does not end a cell', () => {
  expect(markdownTables([{ ...click, what: 'a | b' }])).toContain('| a \\| b (1) |');
});

test('the verdict counts the rows that have a budget, and names those over it', () => {
  expect(verdictOf([click, peer])).toBe('1 of 1 budgets hold.');
  expect(verdictOf([click, peer, missed])).toBe('1 of 2 budgets hold. Not met:\n\n- three channels');
});
