import { expect, test } from 'vitest';
import { linkWithinSite, type SiteFiles } from './page-parts.js';

const paths = ['docs/guides/a.md', 'Dockerfile', 'docs/card.png', 'packages/core'];
const files: SiteFiles = {
  repository: 'https://example.com/r',
  packages: { '@k8s-pizza/slack-approval': 'packages/core' },
  pathOf: (target) => paths[target] ?? '',
  pageOf: (path) => (['docs/guides/a.md', 'packages/core'].includes(path) ? paths.indexOf(path) : null),
};
const text = (written: string) => ({ kind: 'text', text: written });
const link = (written: string, target: number, targetAnchor?: string) => ({
  kind: 'relative-link',
  text: written,
  target,
  targetAnchor,
});

test('a page of the site is linked to within the site', () => {
  const address = 'https://example.com/r/blob/main/docs/guides/a.md#part';

  expect(linkWithinSite([text(`See [a](${address}).`)], files)).toEqual([
    text('See [a]('),
    link(address, 0, 'part'),
    text(').'),
  ]);
});

test("a package's page on npm is its page in the site", () => {
  const address = 'https://www.npmjs.com/package/@k8s-pizza/slack-approval';

  expect(linkWithinSite([text(`[core](${address})`)], files)).toContainEqual(link(address, 3));
});

test.each([
  'https://example.com/r/blob/main/src/a.ts',
  'https://example.com/other',
  'https://www.npmjs.com/package/zod',
])('%s stays as it is', (address) => {
  expect(linkWithinSite([text(`[a](${address})`)], files)).toEqual([text(`[a](${address})`)]);
});

test('a source file is read in the repository', () => {
  expect(linkWithinSite([link('../../Dockerfile', 1, 'L3')], files)).toEqual([
    text('https://example.com/r/blob/main/Dockerfile#L3'),
  ]);
});

test.each([
  link('a.md', 0),
  link('../card.png', 2),
  { kind: 'code', text: '`https://example.com/r/blob/main/docs/guides/a.md`' },
])('$kind $text stays as it is', (part) => {
  expect(linkWithinSite([part], files)).toEqual([part]);
});
