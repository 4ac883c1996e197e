import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { withoutDeprecated } from './without-deprecated.js';

// Writes the function app into a folder that is deployed as it is: one file that holds all it needs, and nothing to
// install.

const here = fileURLToPath(new URL('..', import.meta.url));
const out = resolve(process.env.INIT_CWD ?? here, process.argv[2] ?? join(here, 'dist/function'));

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await build({
  entryPoints: [join(here, 'build/function-entry.ts')],
  outfile: join(out, 'main.cjs'),
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  conditions: ['@k8s-pizza/source'],
  alias: withoutDeprecated,
  // the first is the worker's own, which brings it; the second is pg's choice, which it does without
  external: ['@azure/functions-core', 'pg-native'],
  legalComments: 'linked',
  minify: true,
  keepNames: true,
  sourcemap: false,
});
await copyFile(join(here, 'deploy/azure-functions/host.json'), join(out, 'host.json'));
const manifest = { name: 'pizza-function', version: '0.0.0', private: true, main: 'main.cjs' };
await writeFile(join(out, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
