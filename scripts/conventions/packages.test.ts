import { describe, expect, test } from 'vitest';
import { readEntry } from './package-entry.js';
import { commonFields, independent, moduleFields, npmNameOf, programs, readManifest } from './package-manifest.js';
import { promisedEntries, promisedExports, promisedTypes } from './promised-exports.js';
import { packageFolders, readIfThere, typescriptFiles } from './repository.js';

const folders = packageFolders();
const core = readManifest('core');

describe('an entry file', () => {
  test('hands on names, and is asked for nothing else', () => {
    const entry = readEntry("export { a, b as c } from './a.js';\nexport type { D } from './d.js';\nexport {};");

    expect(entry).toEqual({ names: ['a', 'c', 'D'], others: ['export {};'] });
  });

  test.each(["export * from './a.js';", 'export const a = 1;', "import './a.js';"])('%s is something else', (text) => {
    expect(readEntry(text)).toEqual({ names: [], others: [text] });
  });
});

describe.each(folders)('packages/%s', (folder) => {
  const manifest = readManifest(folder);

  test('is named after its folder and says the same as every package', () => {
    expect(manifest).toMatchObject({ ...commonFields, name: npmNameOf(folder), version: core.version });
    expect(manifest.private).toBeUndefined();
    expect(manifest.files).toContain('dist');
    expect(manifest.description).toMatch(/\.$/);
  });

  test('is read first in its README', () => {
    const readme = readIfThere(`packages/${folder}/README.md`) ?? '';

    expect(readme.split('\n')[0]).toBe(`# ${npmNameOf(folder)}`);
    expect(readme).toContain(`npm install`);
  });

  test('carries the licence into its tarball', () => {
    expect(readIfThere(`packages/${folder}/LICENSE`)).toBe(readIfThere('LICENSE'));
  });

  test('is compiled and bundled as every package', () => {
    expect(JSON.parse(readIfThere(`packages/${folder}/tsconfig.json`) ?? '{}')).toMatchObject({
      extends: '../../tsconfig.base.json',
    });
    expect(readIfThere(`packages/${folder}/tsup.config.ts`)).toContain('../../tsup.base.js');
  });
});

describe.each(folders.filter((folder) => !programs.includes(folder)))('the module of packages/%s', (folder) => {
  const entry = readEntry(readIfThere(`packages/${folder}/src/index.ts`) ?? '');

  test('is the same for import and require', () => {
    expect(readManifest(folder)).toMatchObject(moduleFields);
  });

  test('has an entry of named re-exports only', () => {
    expect(entry.names).not.toEqual([]);
    expect(entry.others).toEqual([]);
  });

  test('exports what it promises', () => {
    const promised = [...(promisedExports[folder]?.values ?? []), ...promisedTypes(folder)];

    expect(promised).not.toEqual([]);
    expect(promised.filter((name) => !entry.names.includes(name))).toEqual([]);
  });
});

describe('core', () => {
  const entries = Object.keys(promisedEntries);

  test.each(entries)('exports what the entry %s promises, and nothing else is in its file', (name) => {
    const entry = readEntry(readIfThere(`packages/core/src/${name}.ts`) ?? '');

    expect(entry.others).toEqual([]);
    expect((promisedEntries[name] ?? '').split(/\s+/).filter((promised) => !entry.names.includes(promised))).toEqual(
      [],
    );
  });

  test('has these entries, the root and no other', () => {
    const paths = [...entries.map((name) => `./${name}`), '.', './package.json'];

    expect(Object.keys(Object(core.exports)).sort()).toEqual(paths.sort());
  });

  test('has at most 16 values in its root', async () => {
    expect(Object.keys(await import('@k8s-pizza/slack-approval')).length).toBeLessThanOrEqual(16);
  });
});

describe.each(programs)('the program of packages/%s', (folder) => {
  test('has a bin, and no module that could be imported', () => {
    const { bin, exports, main, module, types } = readManifest(folder);

    expect(bin).toBeDefined();
    expect(exports).toEqual({ './package.json': './package.json' });
    expect([main, module, types]).toEqual([undefined, undefined, undefined]);
    expect(readIfThere(`packages/${folder}/src/index.ts`)).toBeNull();
  });
});

describe('dependencies', () => {
  test("core's are four", () => {
    expect(Object.keys(core.dependencies ?? {}).sort()).toEqual(
      ['@slack/types', '@slack/web-api', '@standard-schema/spec', 'eventemitter3'].sort(),
    );
    expect(core.peerDependencies).toBeUndefined();
  });

  const onCore = folders.filter((folder) => folder !== 'core' && !independent.includes(folder));

  test.each(onCore)('%s takes core as a peer, and builds after it', (folder) => {
    const { dependencies, devDependencies, peerDependencies } = readManifest(folder);

    expect(peerDependencies).toHaveProperty(['@k8s-pizza/slack-approval'], `^${core.version}`);
    expect(devDependencies).toHaveProperty(['@k8s-pizza/slack-approval'], `^${core.version}`);
    const ours = Object.keys(dependencies ?? {}).filter((name) => name.startsWith('@k8s-pizza/'));
    expect(ours.filter((name) => !independent.map(npmNameOf).includes(name))).toEqual([]);
  });

  test.each(independent)('%s takes none of our packages, its tests neither', (folder) => {
    const { dependencies, devDependencies, peerDependencies } = readManifest(folder);
    const names = Object.keys({ ...dependencies, ...devDependencies, ...peerDependencies });

    expect(names.filter((name) => name.startsWith('@k8s-pizza/'))).toEqual([]);
  });
});

describe('contracts', () => {
  const testsOf = (folder: string) =>
    typescriptFiles().filter(({ path }) => path.startsWith(`packages/${folder}/`) && path.endsWith('.test.ts'));
  const calls = (name: string) => new RegExp(`^\\s*${name}\\(`, 'm');

  test.each(folders.filter((folder) => folder.startsWith('store-')))('%s runs the store contract', (folder) => {
    expect(testsOf(folder).filter(({ text }) => calls('storeContract').test(text))).not.toEqual([]);
  });

  test.each(folders.filter((folder) => folder.startsWith('adapter-')))('%s runs the adapter contract', (folder) => {
    expect(testsOf(folder).filter(({ text }) => calls('adapterContract').test(text))).not.toEqual([]);
  });

  test.each(folders.filter((folder) => folder.startsWith('source-')))('%s runs the source contract', (folder) => {
    expect(testsOf(folder).filter(({ text }) => calls('sourceContract').test(text))).not.toEqual([]);
  });

  test('the memory store runs the store contract', () => {
    const suites = [...testsOf('core'), ...testsOf('testing')].filter(({ text }) => /\bmemoryStore\(/.test(text));

    expect(suites.filter(({ text }) => calls('storeContract').test(text))).not.toEqual([]);
  });
});
