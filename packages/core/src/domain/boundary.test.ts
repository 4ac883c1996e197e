import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const sources = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
const text = (name: string): string => readFileSync(`${import.meta.dirname}/${name}`, 'utf8');

/** What would let in time, chance or the outside world, each with a line that has to be seen. */
const forbidden: readonly (readonly [pattern: RegExp, example: string])[] = [
  [/\b(?:async|await|Promise)\b/, 'const a = async () => b;'],
  [/\bDate\.now\b/, 'const at = Date.now();'],
  [/\bnew Date(?:\(\s*\)|(?!\s*\())/, 'const at = new Date();'],
  [/\bMath\.random\b/, 'const jitter = Math.random();'],
  [/\b(?:crypto|fetch|console|process|setTimeout|setInterval)\b/, 'const pid = process.pid;'],
  [/node:/, "import { createHash } from 'node:crypto';"],
  [/\bfrom '(?!\.\/)|\bimport\(|\bimport '|\brequire\(/, "import { a } from '../errors.js';"],
];

test.each(forbidden)('no source matches %s', (pattern, example) => {
  expect(example).toMatch(pattern);
  expect(sources.filter((name) => pattern.test(text(name)))).toEqual([]);
  expect(sources).toContain('decide.ts');
});
