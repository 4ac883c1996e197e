import { transform } from 'esbuild';
import type { Options } from 'tsup';

type Plugin = NonNullable<Options['plugins']>[number];

const ownUrl = "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;";

/**
 * Writes CommonJS that Jest can run: its `vm` has no `import()`. A lazy `require` takes its place, and `__filename` that of `import.meta.url`.
 */
const commonJs: Plugin = {
  name: 'commonjs',
  async renderChunk(code, { path }) {
    if (this.format !== 'cjs' || !path.endsWith('.cjs')) return undefined;
    return await transform(code, {
      supported: { 'dynamic-import': false },
      define: { 'import.meta.url': 'importMetaUrl' },
      ...(code.includes('import.meta.url') ? { banner: ownUrl } : {}),
      // a default import is `module.exports`, as Node has it
      sourcefile: 'chunk.mjs',
      target: 'node20',
    });
  },
};

/** How every package is built: ESM and CJS side by side, with types for both. */
export const library: Options = {
  entry: ['src/index.ts'],
  format: ['esm', 'cjs'],
  // tsup still sets an option that TypeScript 6 warns about
  dts: { compilerOptions: { ignoreDeprecations: '6.0', customConditions: [] } },
  target: 'node20',
  clean: true,
  treeshake: true,
  // what a file imports only when it needs it stays a file of its own, in both formats
  splitting: true,
  // some parts of Node exist with their prefix only
  removeNodeProtocol: false,
  plugins: [commonJs],
};
