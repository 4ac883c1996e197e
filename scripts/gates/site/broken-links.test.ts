import { expect, test } from 'vitest';
import { brokenLinks } from './broken-links.js';

const check = (body: string) =>
  brokenLinks({
    pages: new Map([
      ['index.html', '<h2 id="part">Part</h2>'],
      ['guides/a.html', `<h2 id="here">Here</h2>${body}`],
    ]),
    files: new Set(['index.html', 'guides/a.html', 'media/card.png', 'assets/style.css']),
  });

test.each([
  '<a href="../index.html">',
  '<a class="x" href="../index.html#part">',
  '<a href="#here">',
  '<a href="" aria-current="page">',
  '<img src="../media/card.png">',
  '<link rel="stylesheet" href="../assets/style.css">',
  '<a href="https://example.com/">',
  '<use href="#icon-search">',
])('%s leads somewhere', (html) => {
  expect(check(html)).toEqual([]);
});

test.each([
  ['<a href="b.html">', 'b.html'],
  ['<a href="../">', '../'],
  ['<a href="../index.html#gone">', '../index.html#gone'],
  ['<a href="#gone">', '#gone'],
  ['<img alt="" src="card.png">', 'card.png'],
])('%s leads nowhere', (html, target) => {
  expect(check(html)).toEqual([`guides/a.html: ${target}`]);
});

test.each([
  '<script defer src="https://example.com/a.js">',
  '<link href="https://example.com/a.css" rel="stylesheet">',
  '<img src="https://example.com/a.png">',
])('%s needs a network', (html) => {
  expect(check(html)).toHaveLength(1);
});
