import type { Options } from 'tsup';

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
};
