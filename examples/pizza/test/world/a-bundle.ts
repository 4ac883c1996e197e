import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** What one of the scripts in `build/` makes, outside of the repository: nothing that is installed here can be found from there. */
export async function aBundle(script: 'build-function' | 'build-service') {
  const folder = await mkdtemp(join(tmpdir(), `pizza-${script}-`));
  const path = fileURLToPath(new URL(`../../build/${script}.ts`, import.meta.url));
  await promisify(execFile)(process.execPath, ['--import', 'tsx', path, folder]);
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
