import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const isMissing = (error: unknown): boolean =>
  ['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND'].includes(String(Object(error).code));

/**
 * Loads a package that this one does not bring: where it is installed beside it, else from the folder that the program was started
 * in, since `npx` keeps the program elsewhere. Null where it is in neither.
 */
export async function loadPackage(name: string): Promise<unknown> {
  const outside = createRequire(join(process.cwd(), 'package.json'));
  const loads = [
    () => import(name),
    () => import(pathToFileURL(outside.resolve(name)).href),
    // the CommonJS build has `require` for `import()`, which takes no URL
    async () => outside(name),
  ];
  for (const load of loads) {
    try {
      return await load();
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
  return null;
}
