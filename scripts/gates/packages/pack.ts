import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../conventions/repository.js';

/**
 * Packs one package as npm would publish it, into its own folder below the target, and returns the path of the tarball.
 *
 * @throws {Error} when npm does
 */
export function pack(folder: string, target: string): string {
  const into = join(target, folder);
  mkdirSync(into, { recursive: true });
  const { status, stdout, stderr } = spawnSync('npm', ['pack', '--silent', '--pack-destination', into], {
    cwd: join(root, 'packages', folder),
    encoding: 'utf8',
  });
  const tarball = readdirSync(into).find((name) => name.endsWith('.tgz'));
  if (status !== 0 || tarball === undefined) throw new Error(`npm pack of ${folder} failed:\n${stdout}${stderr}`);
  return join(into, tarball);
}
