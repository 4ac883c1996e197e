import { expect, test } from 'vitest';
import { repositoryFiles } from '../../conventions/repository.js';
import { sectionOf, sitePages } from './sections.js';

const paths = repositoryFiles().map(({ path }) => path);

test('every guide is in a section of the site, and once', () => {
  const guides = paths.filter((path) => path.startsWith('docs/guides/'));
  const pages = sitePages(paths);

  expect(guides.filter((path) => sectionOf(path) === null)).toEqual([]);
  expect(new Set(pages).size).toBe(pages.length);
});

test('so is every document of the root, the examples and the benches', () => {
  const documents = paths.filter(
    (path) => path.endsWith('.md') && !/^(?:README\.md|packages\/|tests\/|\.github\/)/.test(path),
  );

  expect(documents.filter((path) => sectionOf(path) === null)).toEqual([]);
});

test('a page that no section names has none', () => {
  expect(sectionOf('docs/guides/no-such-guide.md')).toBeNull();
});
