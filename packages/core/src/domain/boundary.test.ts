import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.startsWith('testing'),
);
const text = (name: string): string => readFileSync(`${import.meta.dirname}/${name}`, 'utf8');

/** What would let in time, chance or the outside world, each with a line that has to be seen. */
const forbidden: readonly (readonly [pattern: RegExp, example: string])[] = [
  [/\b(?:async|await|Promise)\b/, 'const a = async () => b;'],
  [/\bDate\.now\b/, 'const at = Date.now();'],
  [/\bnew Date(?:\(\s*\)|(?!\s*\())/, 'const at = new Date();'],
  [/\bMath\.random\b/, 'const jitter = Math.random();'],
  [/\b(?:crypto|fetch|console|process|setTimeout|setInterval)\b/, 'const pid = process.pid;'],
  [/node:/, "import { createHash } from 'node:crypto';"],
  [/\bimport\(|\bimport '|\brequire\(/, "import '../model/a.js';"],
];

/** The rooms of the pure part, which may import each other and nothing else. */
const rooms = ['model', 'inputs', 'stages', 'policy', 'access', 'time', 'evolve', 'decide'];
const outside = /\bfrom '(?!\.\/|(?:\.\.\/)+(?:model|inputs|stages|policy|access|time|evolve|decide|outcome)\/)/;

test.each(forbidden)('no source matches %s', (pattern, example) => {
  expect(example).toMatch(pattern);
  expect(sources.filter((name) => pattern.test(text(name)))).toEqual([]);
  expect(sources).toContain('decide/decide.ts');
});

test.each([
  ["import { a } from '../../errors.js';", true],
  ["import { a } from 'eventemitter3';", true],
  ["import { a } from '../model/approval.js';", false],
  ["import { a } from './a.js';", false],
])('%s leaves the pure part: %s', (line, leaves) => {
  expect(outside.test(line)).toBe(leaves);
});

test('no source imports anything but the rooms of the pure part', () => {
  expect(sources.filter((name) => outside.test(text(name)))).toEqual([]);
  expect([...new Set(sources.map((name) => name.split('/')[0]))].sort()).toEqual([...rooms].sort());
});
