import { spawnSync } from 'node:child_process';
import { root } from '../../scripts/conventions/repository.js';

/** Builds `dist` of these packages, unless it is there and nothing has changed. @throws {Error} when the build fails */
export function buildPackages(folders: readonly string[]): void {
  const which = folders.map((folder) => `--filter=./packages/${folder}`);
  const { status, stdout, stderr } = spawnSync('npx', ['turbo', 'run', 'build', ...which], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '', TURBO_TELEMETRY_DISABLED: '1' },
    // npx is a batch file on Windows
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`The build failed:\n${stdout}${stderr}`);
}
