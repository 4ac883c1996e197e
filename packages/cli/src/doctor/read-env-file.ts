import { readFile } from 'node:fs/promises';
import type { Environment } from './check.js';

/** The file could not be read; the message says which, and why. */
export class EnvFileError extends Error {
  override readonly name = 'EnvFileError';
}

/** Reads a file of `NAME=value` lines, as `node --env-file` does. */
export async function readEnvFile(path: string): Promise<Environment> {
  // named here: Node before 20.12 does not have it
  const { parseEnv } = await import('node:util');
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new EnvFileError(`The file ${path} cannot be read (${Object(cause).code}).`, { cause });
  });
  return parseEnv(text);
}
