import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { repositoryFiles, root } from '../repository.js';
import { deadLinks } from './links.js';
import { isDocument } from './plain-words.js';

const guide = { path: 'docs/guides/a.md', text: '# A\n## Why `b` holds\n```md\n[code](none.md)\n```\n' };

test.each(['b.md', '../../gone', '#none', 'a.md#none', '../a.md'])('a link to %s is dead', (link) => {
  const page = { ...guide, text: `${guide.text}[see](${link})` };

  expect(deadLinks(page, [page])).toEqual([`docs/guides/a.md: ${link}`]);
});

test.each(['a.md', '#why-b-holds', '../guides/a.md#a', '../guides', 'https://example.com'])(
  'a link to %s leads somewhere',
  (link) => {
    const page = { ...guide, text: `${guide.text}[see](${link})` };

    expect(deadLinks(page, [page])).toEqual([]);
  },
);

test('the links of every document lead somewhere', () => {
  const files = repositoryFiles();
  const documents = files.filter(({ path }) => isDocument(path));
  const dead = documents.flatMap((document) => deadLinks(document, files));

  expect(documents).not.toEqual([]);
  // a picture is no text file
  expect(dead.filter((found) => !existsSync(join(root, found.replace(/^.*?: /, ''))))).toEqual([]);
});
