import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Installs what the lock file of a folder names. Does nothing when the same lock file has been installed there before.
 *
 * @throws {Error} when npm fails
 */
export function installFolder(folder: string, options: readonly string[] = []): void {
  const lock = join(folder, 'package-lock.json');
  const installed = join(folder, 'node_modules', 'installed-lock.json');
  if (existsSync(installed) && readFileSync(installed).equals(readFileSync(lock))) return;
  // npm is a batch file on Windows
  const shell = process.platform === 'win32';
  const { status } = spawnSync('npm', ['ci', ...options], {
    cwd: folder,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell,
  });
  if (status !== 0) throw new Error(`\`npm ci\` in ${folder} failed. Its output above says why.`);
  // npm empties node_modules first: an installation that was interrupted has no such file
  copyFileSync(lock, installed);
}
