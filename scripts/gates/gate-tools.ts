import { join } from 'node:path';
import { root } from '../conventions/repository.js';
import { installFolder } from './packages/install-folder.js';

export const gateTools = join(root, 'gate-tools');

/**
 * Returns the path of a program that only gates run, and installs these programs first where they are missing.
 *
 * @throws {Error} when npm fails
 */
export function gateTool(name: string): string {
  installFolder(gateTools, ['--ignore-scripts']);
  return join(gateTools, 'node_modules', '.bin', name);
}
