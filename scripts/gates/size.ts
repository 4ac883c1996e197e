// Bundles the built core as an application would, and hands the part that every click loads to size-limit.
// `npm run size -- --why` lists what that part consists of.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';
import { eagerInputs, eagerOutputs, eagerPackages } from './eager-outputs.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const measured = join(root, 'coverage', 'size', 'click-only.js');

const entry = 'scripts/gates/click-only.ts';
const application = {
  absWorkingDir: root,
  entryPoints: [entry],
  outdir: dirname(measured),
  bundle: true,
  splitting: true,
  minify: true,
  metafile: true,
  write: false,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  external: ['@slack/web-api'],
  logLevel: 'error',
} as const satisfies BuildOptions;

const { metafile, outputFiles } = await build(application);
const eager = eagerOutputs(metafile, entry).map((path) => join(root, path));
mkdirSync(dirname(measured), { recursive: true });
writeFileSync(
  measured,
  outputFiles
    .filter(({ path }) => eager.includes(path))
    .map(({ text }) => text)
    .join('\n'),
);

if (process.argv.includes('--why')) {
  // from the sources: the built package has no files to name
  const fromSources = await build({ ...application, conditions: ['@k8s-pizza/source'] });
  for (const [path, bytes] of eagerInputs(fromSources.metafile, entry))
    console.log(`${String(bytes).padStart(7)} ${path}`);
}

const dragged = eagerPackages(metafile, entry).filter((name) => !isBuiltin(name));
if (dragged.length > 0) console.error(`a click loads ${dragged.join(', ')}: import it when it is first needed`);

const run = spawnSync(join(root, 'node_modules', '.bin', 'size-limit'), { cwd: root, stdio: 'inherit' });
process.exitCode = dragged.length > 0 || run.status !== 0 ? 1 : 0;
