import type { BuildOptions } from 'esbuild';
import { root } from '../../conventions/repository.js';
import { eagerBundle } from './eager-bundle.js';

/** Bundles what a function loads that only answers clicks, from the built packages unless `options` say otherwise. */
export function clickOnlyBundle(options: BuildOptions = {}): ReturnType<typeof eagerBundle> {
  return eagerBundle({
    absWorkingDir: root,
    entryPoints: ['scripts/gates/packages/click-only.ts'],
    minify: true,
    logLevel: 'error',
    ...options,
  });
}
