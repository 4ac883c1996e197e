import { readFile } from 'node:fs/promises';
import type { Environment } from './environment.js';

/** The file cannot be read. The message names the file and the reason. */
class EnvFileError extends Error {
  override readonly name = 'EnvFileError';
}

/** A variable that programs read differently from the same file. */
export interface FileDifference {
  readonly name: string;
  /** What some programs drop, and others keep. */
  readonly of: 'quotation marks' | 'blanks' | 'a comment' | 'export or a blank before the =';
}

/** The variables of a file, as dotenv, Node and Docker Compose read them. */
interface EnvFile {
  readonly variables: Environment;
  /** The variables that `docker run --env-file` and `kubectl --from-env-file` read differently. */
  readonly differences: readonly FileDifference[];
}

/** Reads a file of `NAME=value` lines like `node --env-file`, and notes what Docker reads differently. */
export async function readEnvFile(path: string): Promise<EnvFile> {
  // imported here, since Node before 20.12 does not have it
  const { parseEnv } = await import('node:util');
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new EnvFileError(`The file ${path} cannot be read (${Object(cause).code}).`, { cause });
  });
  const variables = parseEnv(text);
  return { variables, differences: findDifferences(variables, readLikeDocker(text)) };
}

/** Reads like `docker run --env-file`: everything after the first `=` is the value. */
function readLikeDocker(text: string): ReadonlyMap<string, string> {
  const lines = text.split(/\r?\n/).map((line) => line.trimStart());
  return new Map(
    lines
      .filter((line) => !line.startsWith('#') && line.includes('='))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const),
  );
}

function findDifferences(variables: Environment, raw: ReadonlyMap<string, string>): readonly FileDifference[] {
  return (
    Object.entries(variables)
      // a line of a value with several lines may look like a name
      .filter(([name]) => /^[A-Za-z_][A-Za-z0-9_]{0,60}$/.test(name))
      .filter(([name, value]) => raw.get(name) !== value)
      .map(([name, value = '']) => ({ name, of: differenceOf(value, raw.get(name)) }))
  );
}

function differenceOf(value: string, raw: string | undefined): FileDifference['of'] {
  if (raw === undefined) return 'export or a blank before the =';
  if (/^["'`]/.test(raw.trim())) return 'quotation marks';
  return raw.trim() === value ? 'blanks' : 'a comment';
}
