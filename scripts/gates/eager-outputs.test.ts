import { type BuildOptions, build } from 'esbuild';
import { expect, test } from 'vitest';
import { eagerInputs, eagerOutputs, eagerPackages } from './eager-outputs.js';

const files: Readonly<Record<string, string>> = {
  'z-entry.js': "import { eager } from './eager.js'; export const lazy = () => import('./lazy.js'); eager();",
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
    entryPoints: ['z-entry.js'],
    outdir: 'out',
    bundle: true,
    splitting: true,
    format: 'esm',
    write: false,
    metafile: true,
    external: ['big', 'bigger'],
    plugins: [plugin],
  });
  const entry = 'memory:z-entry.js';
  const eager = eagerOutputs(metafile, entry);

  expect(Object.keys(metafile.outputs)).toHaveLength(3);
  expect(eager).toHaveLength(2);
  expect(eager[0]).toContain('z-entry');
  expect(eager.some((path) => path.includes('lazy'))).toBe(false);
  expect(eagerPackages(metafile, entry)).toEqual(['big']);
  expect(eagerInputs(metafile, entry).map(([path]) => path)).toEqual([entry, 'memory:eager.js']);
});
