import { expect, test } from 'vitest';
import { repositoryFiles } from '../repository.js';
import { missingFiles } from './named-files.js';

const files = repositoryFiles();
const documents = files.filter(({ path }) => ['ARCHITECTURE.md', 'CONTRIBUTING.md'].includes(path));

test('a file that is not there is found', () => {
  const text = 'See `storage/commit.ts` and `storage/gone.ts`, and every `*.test.ts`.';

  expect(missingFiles({ path: 'a.md', text }, ['packages/core/src/storage/commit.ts'])).toEqual([
    'a.md: storage/gone.ts',
  ]);
});

test('the documents name files that are there', () => {
  const paths = files.map(({ path }) => path);

  expect(documents).toHaveLength(2);
  expect(documents.flatMap((document) => missingFiles(document, paths))).toEqual([]);
});
