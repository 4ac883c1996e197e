import { expect, test } from 'vitest';
import { codeAsText, type MarkdownToken } from './code-in-headings.js';

const token = (type: string, content: string): MarkdownToken => ({ type, content });

test("a heading's code is text, and looks like code", () => {
  expect(codeAsText([token('text', 'What '), token('code_inline', 'a < b'), token('text', ' says')], token)).toEqual([
    token('text', 'What '),
    token('html_inline', '<code>'),
    token('text', 'a < b'),
    token('html_inline', '</code>'),
    token('text', ' says'),
  ]);
});
