import { describe, expect, test } from 'vitest';
import { repositoryFiles, typescriptFiles } from '../repository.js';
import { findOldWords, isDocument, plainPaths, wordedForSlack } from './plain-words.js';

const find = (text: string) => findOldWords({ path: 'packages/core/src/a.ts', text });

describe('the check sees what it looks for', () => {
  test.each([
    ['/** For whoever asks. */', 'whoever'],
    ['// Somebody clicks', 'Somebody'],
    ["throw new Error('This is none.');", 'is none'],
    ['// what is at hand', 'at hand'],
    ['// a host that lives on', 'lives on'],
    ['// a file of its own', 'of its own'],
    ['// files of their own', 'of their own'],
    ['// goes on by itself', 'by itself'],
    ['// so it is meant', 'so it is meant'],
    ['const mostBytes = 1;', 'mostBytes'],
    ['const usuallyMs = 1;', 'usuallyMs'],
  ])('%s', (line, word) => {
    expect(find(`a();\n${line}`)).toEqual([`packages/core/src/a.ts:2 ${word}`]);
  });

  test.each([
    ['What is asked is stored.', 'What is asked is'],
    ['For everybody', 'everybody'],
    ['what merely explains', 'merely'],
    ['what one sees', 'what one sees'],
  ])('%s, in a document', (line, word) => {
    expect(findOldWords({ path: 'docs/guides/a.md', text: line })).toEqual([`docs/guides/a.md:1 ${word}`]);
    expect(find(`// ${line}`)).toEqual([]);
  });

  test('every word of a line', () => {
    expect(find('// whoever, somebody, whoever')).toHaveLength(3);
  });

  test.each(['// someone, a key of your own', 'const utmostCare = almostDone;', '// it is nonetheless most useful'])(
    '%s is plain',
    (line) => {
      expect(find(line)).toEqual([]);
    },
  );
});

describe('plain English', () => {
  const sources = typescriptFiles().filter(({ path }) => /^packages\/[^/]+\/src\//.test(path));

  test.each(plainPaths)('in %s', (prefix) => {
    const files = sources.filter(({ path }) => path.startsWith(prefix));

    expect(files).not.toEqual([]);
    expect(files.filter(({ path }) => !wordedForSlack.includes(path)).flatMap(findOldWords)).toEqual([]);
  });

  test('in every document', () => {
    const documents = repositoryFiles().filter(({ path }) => isDocument(path));

    expect(documents.map(({ path }) => path)).toEqual(expect.arrayContaining(['ARCHITECTURE.md', 'README.md']));
    expect(documents.flatMap(findOldWords)).toEqual([]);
  });
});
