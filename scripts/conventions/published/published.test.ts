import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { independent, npmNameOf, readManifest, repositoryUrl } from '../package-manifest.js';
import { packageFolders, readIfThere, root } from '../repository.js';
import { publishedLinkProblems, type WebAddresses } from './published-links.js';

const folders = packageFolders();
const web: WebAddresses = {
  repository: repositoryUrl(),
  packages: folders.map(npmNameOf),
  has: (path) => existsSync(join(root, path)),
  textOf: (path) => readIfThere(path) ?? '',
};

describe('on its npm page, a README has', () => {
  const made = {
    repository: 'https://example.com/r',
    packages: ['@k8s-pizza/a'],
    has: (path: string) => path === 'a.md',
    textOf: () => '# A\n## Part\n## Part\n',
  };
  const problems = (text: string) => publishedLinkProblems('packages/a/README.md', text, made);

  test.each([
    '[a](https://example.com/r/blob/main/a.md#part)',
    '[a](https://example.com/r/blob/main/a.md#part-1)',
    '[a](https://www.npmjs.com/package/@k8s-pizza/a)',
    '[a](https://slack.com)',
    '## An `a`, part 2\n[a](#an-a-part-2)',
    '```md\n[a](../b.md)\n```',
  ])('%j', (text) => {
    expect(problems(text)).toEqual([]);
  });

  test.each([
    '[a](../core/README.md)',
    '[a](b.md)',
    '[a]: ../../docs/b.md',
    '<img src="../card.png">',
    '[a](https://example.com/r/blob/main/b.md)',
    '[a](https://example.com/r/blob/main/a.md#no-part)',
    '[a](https://example.com/r/wiki)',
    '[a](https://www.npmjs.com/package/@k8s-pizza/b)',
    '[a](#part)',
  ])('no %j', (text) => {
    expect(problems(text)).toHaveLength(1);
  });
});

describe.each(folders)('packages/%s', (folder) => {
  const manifest = readManifest(folder);

  test('has links that lead somewhere on npm', () => {
    const path = `packages/${folder}/README.md`;

    expect(publishedLinkProblems(path, readIfThere(path) ?? '', web)).toEqual([]);
  });

  test('says where it comes from, and what to find it by', () => {
    expect(manifest).toMatchObject({
      homepage: `${web.repository}/tree/main/packages/${folder}#readme`,
      bugs: { url: `${web.repository}/issues` },
      repository: { type: 'git', url: `git+${web.repository}.git`, directory: `packages/${folder}` },
      keywords: expect.arrayContaining(independent.includes(folder) ? ['slack'] : ['slack', 'approval']),
    });
  });
});
