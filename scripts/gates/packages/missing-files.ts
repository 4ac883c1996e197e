import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The paths that an unpacked package's `package.json` names under any key, such as a condition of `exports`, and that are not there. */
export function missingFiles(folder: string): readonly string[] {
  const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return [...new Set(pathsOf(manifest))].filter((path) => !existsSync(join(folder, path)));
}

function pathsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.startsWith('./') ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(pathsOf) : [];
}
