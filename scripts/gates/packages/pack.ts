import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { npmNameOf, readManifest } from '../../conventions/package-manifest.js';
import { packageFolders, root } from '../../conventions/repository.js';

/**
 * Packs every package into the target folder, as npm would publish it.
 *
 * @returns the path of each tarball, by the package's folder
 * @throws {Error} when npm fails
 */
export function packAll(target: string): ReadonlyMap<string, string> {
  mkdirSync(target, { recursive: true });
  const folders = packageFolders();
  const which = folders.flatMap((folder) => ['-w', `packages/${folder}`]);
  const { status, stdout, stderr } = spawnSync('npm', ['pack', '--silent', '--pack-destination', target, ...which], {
    cwd: root,
    encoding: 'utf8',
  });
  const tarballs = new Map(folders.map((folder) => [folder, join(target, tarballName(folder))]));
  const missing = [...tarballs.values()].filter((tarball) => !existsSync(tarball));
  if (status !== 0 || missing.length > 0)
    throw new Error(`npm pack made no ${missing.join(', ')}:\n${stdout}${stderr}`);
  return tarballs;
}

/** npm's own rule. */
function tarballName(folder: string): string {
  return `${npmNameOf(folder).replace('@', '').replace('/', '-')}-${readManifest(folder).version}.tgz`;
}
