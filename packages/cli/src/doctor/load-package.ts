import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const isMissing = (error: unknown): boolean =>
  ['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND'].includes(String(Object(error).code));

/**
 * Loads an optional package: the copy installed beside this one, or else from the current directory, since `npx` installs this
 * program elsewhere. Returns null if it is in neither place.
 */
export async function loadPackage(name: string): Promise<unknown> {
  const { resolve } = createRequire(join(process.cwd(), 'package.json'));
  const loads = [() => import(name), () => import(pathToFileURL(resolve(name)).href)];
  for (const load of loads) {
    try {
      return await load();
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
  return null;
}
