import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../conventions/repository.js';
import { loadedFiles } from './loaded-files.js';

const folder = 'scripts/gates/packages';
const kilobytesOf = (...names: readonly string[]): number =>
  names.reduce((sum, name) => sum + statSync(join(root, folder, name)).size, 0) / 1000;

test('a file is counted whole, though nothing of it is used', async () => {
  expect(await loadedFiles([`${folder}/missing-files.ts`])).toEqual({
    count: 1,
    kilobytes: kilobytesOf('missing-files.ts'),
  });
});

test('a file that two of them import is counted once', async () => {
  const shared = '../../conventions/repository.ts';

  expect(await loadedFiles([`${folder}/import-pairs.ts`, 'scripts/conventions/repository.ts'])).toEqual({
    count: 2,
    kilobytes: kilobytesOf('import-pairs.ts', shared),
  });
});
