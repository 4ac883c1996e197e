// Bundles the built core as an application would, and hands the part that every click loads to size-limit.
// `npm run size -- --why` lists what that part consists of.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gateTool, gateTools } from '../gate-tools.js';
import { clickOnlyBundle } from './click-only-bundle.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const measured = join(root, 'coverage', 'size', 'click-only.js');

const { text, packages } = await clickOnlyBundle();
mkdirSync(dirname(measured), { recursive: true });
writeFileSync(measured, text);

if (process.argv.includes('--why')) {
  // from the sources: the built package has no files to name
  const { inputs } = await clickOnlyBundle({ conditions: ['@k8s-pizza/source'] });
  for (const [path, bytes] of inputs) console.log(`${String(bytes).padStart(7)} ${path}`);
}

const dragged = packages.filter((name) => !isBuiltin(name));
if (dragged.length > 0) console.error(`a click loads ${dragged.join(', ')}: import it when it is first needed`);

// it finds its plugins and its limits in the folder it runs in
const run = spawnSync(gateTool('size-limit'), { cwd: gateTools, stdio: 'inherit' });
process.exitCode = dragged.length > 0 || run.status !== 0 ? 1 : 0;
