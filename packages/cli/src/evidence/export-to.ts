import { open, rename, rm, stat } from 'node:fs/promises';
import type { Process } from '../process.js';
import { EvidenceFileError } from './evidence-file-error.js';

type Write = (text: string) => Promise<void>;

/**
 * Writes to a new file, or to the output if there is no path. The file appears once it is whole, for its owner alone.
 *
 * @throws {EvidenceFileError} the file is there already, or cannot be written
 */
export async function exportTo<Result>(
  path: string | null,
  { write }: Pick<Process, 'write'>,
  run: (write: Write) => Promise<Result>,
): Promise<Result> {
  if (path === null) return await run(async (text) => await write(text));
  const exists = await stat(path).then(
    () => true,
    // to be created
    () => false,
  );
  if (exists) throw new EvidenceFileError(`The file ${path} exists: choose another name, or delete it.`);
  const partial = `${path}.partial`;
  const file = await open(partial, 'w', 0o600).catch((cause: unknown) => {
    throw new EvidenceFileError(`The file ${path} cannot be written (${Object(cause).code}).`, { cause });
  });
  try {
    const result = await run(async (text) => void (await file.appendFile(text)));
    await file.sync();
    await file.close();
    await rename(partial, path);
    return result;
  } catch (error) {
    await file.close();
    await rm(partial, { force: true });
    throw error;
  }
}
