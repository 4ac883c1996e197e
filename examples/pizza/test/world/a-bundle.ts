import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Runs a script in `build/`, with a target outside of the repository, where none of its packages are found. */
export async function aBundle(script: 'build-function' | 'build-service') {
  const folder = await mkdtemp(join(tmpdir(), `pizza-${script}-`));
  const path = fileURLToPath(new URL(`../../build/${script}.ts`, import.meta.url));
  await promisify(execFile)(process.execPath, ['--import', 'tsx', path, folder]);
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
