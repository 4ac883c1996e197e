import { type BuildOptions, build } from 'esbuild';
import { expect, test } from 'vitest';
import { eagerInputs, eagerOutputs, eagerPackages } from './eager-outputs.js';

const files: Readonly<Record<string, string>> = {
  'entry.js': "import { eager } from './eager.js'; export const lazy = () => import('./lazy.js'); eager();",
  'eager.js': "import 'big'; export const eager = () => 1;",
  'lazy.js': "import { eager } from './eager.js'; import 'bigger'; export const lazy = eager;",
};

const plugin: NonNullable<BuildOptions['plugins']>[number] = {
  name: 'files',
  setup: ({ onLoad, onResolve }) => {
    onResolve({ filter: /js$/ }, ({ path }) => ({ path: path.replace('./', ''), namespace: 'memory' }));
    onLoad({ filter: /.*/, namespace: 'memory' }, ({ path }) => ({ contents: files[path] ?? '' }));
  },
};

test('what is behind an import() is not loaded with the entry', async () => {
  const { metafile } = await build({
    entryPoints: ['entry.js'],
    outdir: 'out',
    bundle: true,
    splitting: true,
    format: 'esm',
    write: false,
    metafile: true,
    external: ['big', 'bigger'],
    plugins: [plugin],
  });
  const eager = eagerOutputs(metafile);

  expect(Object.keys(metafile.outputs)).toHaveLength(3);
  expect(eager).toHaveLength(2);
  expect(eager.some((path) => path.includes('lazy'))).toBe(false);
  expect(eagerPackages(metafile)).toEqual(['big']);
  expect(eagerInputs(metafile).map(([path]) => path)).toEqual(['memory:entry.js', 'memory:eager.js']);
});
