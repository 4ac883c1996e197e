import type { Plugin } from 'esbuild';
import { expect, test } from 'vitest';
import { eagerBundle } from './eager-bundle.js';

const files: Readonly<Record<string, string>> = {
  'entry.js':
    "import { eager } from './eager.js'; export const lazy = () => import('./lazy.js'); console.log(eager(), 1);",
  'eager.js': "import 'big'; export const eager = () => 'eager'; export const unused = () => 'unused';",
  'lazy.js': "import { unused } from './eager.js'; import 'bigger'; export const lazy = unused;",
};

const inMemory: Plugin = {
  name: 'files',
  setup: ({ onLoad, onResolve }) => {
    onResolve({ filter: /js$/ }, ({ path }) => ({ path: path.replace('./', ''), namespace: 'memory' }));
    onLoad({ filter: /.*/, namespace: 'memory' }, ({ path }) => ({ contents: files[path] ?? '' }));
  },
};

test('what is behind an import() is not loaded with the entry, nor what only that needs', async () => {
  const { text, packages, inputs } = await eagerBundle({
    entryPoints: ['entry.js'],
    external: ['big', 'bigger'],
    plugins: [inMemory],
  });

  expect(packages).toEqual(['big']);
  expect(inputs.map(([path]) => path).toSorted()).toEqual(['memory:eager.js', 'memory:entry.js']);
  expect(text).toContain('"eager"');
  expect(text).not.toContain('unused');
});
