import { readFile } from 'node:fs/promises';
import type { Environment } from './check.js';

/** The file cannot be read. The message names the file and the reason. */
export class EnvFileError extends Error {
  override readonly name = 'EnvFileError';
}

/** Reads a file of `NAME=value` lines, like `node --env-file`. */
export async function readEnvFile(path: string): Promise<Environment> {
  // imported here, since Node before 20.12 does not have it
  const { parseEnv } = await import('node:util');
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new EnvFileError(`The file ${path} cannot be read (${Object(cause).code}).`, { cause });
  });
  return parseEnv(text);
}
