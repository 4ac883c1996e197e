import { describe, expect, test } from 'vitest';
import { repositoryFiles } from '../repository.js';
import { downloadAddresses, findForbiddenWords, isVaguelyNamed } from './words.js';

describe('the checks see what they look for', () => {
  test.each([
    `see ${'/wo'}rk/notes.md`,
    `"${'/ho'}me/ann/x"`,
    `https://regis${'try.'}example.com/a`,
    `//host/:_auth${'Token='}abc`,
    `xoxb-${'1234567890'}-${'1234567890'}-abc`,
    `-----BEGIN RSA PRIVATE${' KEY'}-----`,
  ])('%s', (text) => {
    expect(findForbiddenWords({ path: 'a.md', text: `fine\n${text}` })).toEqual([expect.stringMatching(/^a\.md:2 /)]);
  });

  test.each(['packages/*/src', './home/data', 'app.work/x', 'https://example.com/home/x', 'xoxb-test'])(
    '%s is fine',
    (text) => {
      expect(findForbiddenWords({ path: 'a.md', text })).toEqual([]);
    },
  );

  test.each(['packages/core/src/utils.ts', 'packages/core/src/helpers/a.ts', 'scripts/common.ts'])(
    '%s is named for nothing',
    (path) => {
      expect(isVaguelyNamed(path)).toBe(true);
    },
  );

  test('a download address in the lock', () => {
    const lock = {
      packages: {
        'node_modules/a': { resolved: 'https://host/a.tgz' },
        'node_modules/b': { link: true, resolved: 'packages/b' },
      },
    };

    expect(downloadAddresses(JSON.stringify(lock))).toEqual(['node_modules/a']);
  });
});

describe('the repository', () => {
  const files = repositoryFiles();

  test('speaks of no machine, no registry and no secret', () => {
    expect(files.flatMap(findForbiddenWords)).toEqual([]);
  });

  test('names every file for what it holds', () => {
    expect(files.map(({ path }) => path).filter(isVaguelyNamed)).toEqual([]);
  });

  test('has a lock file that any registry can serve', () => {
    const locks = files.filter(({ path }) => path.endsWith('package-lock.json'));

    expect(locks).not.toEqual([]);
    expect(locks.flatMap(({ text }) => downloadAddresses(text))).toEqual([]);
  });
});
