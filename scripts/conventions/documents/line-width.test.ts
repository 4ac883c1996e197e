import { expect, test } from 'vitest';
import { repositoryFiles } from '../repository.js';
import { wideLines } from './line-width.js';

const wide = 'word '.repeat(30);
const isWrapped = /^(?:[A-Z]+\.md|docs\/guides\/.+\.md|examples\/.+\.md|(?:bench|packages\/[^/]+)\/README\.md)$/;

test('a wide line of prose is found', () => {
  expect(wideLines({ path: 'a.md', text: `short\n${wide}` })).toHaveLength(1);
});

test.each([`| ${wide} |`, `[a](b.md) ${wide}`, `https://example.com ${wide}`, `\`\`\`sh\n${wide}\n\`\`\``])(
  '%s cannot be wrapped',
  (text) => {
    expect(wideLines({ path: 'a.md', text })).toEqual([]);
  },
);

test('the prose of these documents wraps at 120 characters', () => {
  const documents = repositoryFiles().filter(({ path }) => isWrapped.test(path));

  expect(documents.length).toBeGreaterThan(40);
  expect(documents.flatMap(wideLines)).toEqual([]);
});
