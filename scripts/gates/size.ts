// Bundles the built core as an application would, and hands the part that every click loads to size-limit.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { eagerOutputs, eagerPackages } from './eager-outputs.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const entry = join(root, 'scripts', 'gates', 'click-only.ts');
const measured = join(root, 'coverage', 'size', 'click-only.js');

const { metafile, outputFiles } = await build({
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
});

const eager = eagerOutputs(metafile).map((path) => join(root, path));
mkdirSync(dirname(measured), { recursive: true });
writeFileSync(
  measured,
  outputFiles
    .filter(({ path }) => eager.includes(path))
    .map(({ text }) => text)
    .join('\n'),
);

const dragged = eagerPackages(metafile).filter((name) => !name.startsWith('node:'));
if (dragged.length > 0) console.error(`a click loads ${dragged.join(', ')}: import it when it is first needed`);

const run = spawnSync(join(root, 'node_modules', '.bin', 'size-limit'), { cwd: root, stdio: 'inherit' });
process.exitCode = dragged.length > 0 || run.status !== 0 ? 1 : 0;
