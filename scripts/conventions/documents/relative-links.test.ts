import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { repositoryFiles, root } from '../repository.js';
import { brokenRelativeLinks } from './relative-links.js';

const textOfB = (path: string) => (path === 'docs/b.md' ? '## A part' : null);
const check = (text: string) => brokenRelativeLinks({ path: 'docs/guides/a.md', text }, textOfB);

test.each(['[b](../b.md)', '[b](../b.md#a-part)', '# Here\n[a](#here)', '[c](https://example.com)', '`[c](c.md)`'])(
  '%j leads somewhere',
  (text) => {
    expect(check(text)).toEqual([]);
  },
);

test.each(['[c](c.md)', '[b](../b.md#no-part)', '[a](#here)', '![c](c.png)'])('%j leads nowhere', (text) => {
  expect(check(text)).toHaveLength(1);
});

test('the links of every document lead to a file, and to a heading of it', () => {
  const files = repositoryFiles();
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const textOf = (path: string) => texts.get(path) ?? (existsSync(join(root, path)) ? '' : null);

  expect(
    files.filter(({ path }) => path.endsWith('.md')).flatMap((document) => brokenRelativeLinks(document, textOf)),
  ).toEqual([]);
});
