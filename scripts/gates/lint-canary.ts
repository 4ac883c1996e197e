// Lints code that must not pass, so that a rule which has gone quiet is noticed. The rules about promises see nothing
// across packages unless these are built, and Biome does not say so.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expectedFindings, readFindings } from './lint-findings.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const canaries = join(root, 'scripts', 'canary');
// inside the repository, so that packages resolve; ignored by git, so that nothing is left behind
const cage = join(root, 'coverage', 'canary');

function lint(file: string): string {
  const flags = ['lint', '--reporter=concise', '--max-diagnostics=none', '--vcs-use-ignore-file=false'];
  const run = spawnSync(join(root, 'node_modules', '.bin', 'biome'), [...flags, file], { cwd: root, encoding: 'utf8' });
  return run.stdout + run.stderr;
}

let isQuiet = false;
mkdirSync(cage, { recursive: true });
for (const name of readdirSync(canaries).filter((file) => file.endsWith('.ts.txt'))) {
  const copy = join(cage, name.replace(/\.txt$/, ''));
  cpSync(join(canaries, name), copy);
  const output = lint(copy);
  const found = readFindings(output);
  const missing = expectedFindings(readFileSync(copy, 'utf8')).filter((finding) => !found.includes(finding));
  if (missing.length > 0) {
    isQuiet = true;
    console.error(`${name}: the linter did not report ${missing.join(', ')}. It said:\n${output}`);
  } else console.log(`${name}: every rule fires`);
}
rmSync(cage, { recursive: true });
process.exitCode = isQuiet ? 1 : 0;
