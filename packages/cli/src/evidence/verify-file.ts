import type { Process } from '../process.js';
import { readHeads } from './read-heads.js';
import { readLines } from './read-lines.js';
import { createSummary, formatSummary, formatVerdict } from './report.js';
import { verifyLines } from './verify-lines.js';

interface VerifyOptions {
  readonly file: string;
  /** The file of saved heads; null: no heads were saved. */
  readonly heads: string | null;
  readonly isPartial: boolean;
  readonly json: boolean;
}

/**
 * Checks a file of evidence and prints a verdict for each line as it goes.
 *
 * @returns whether everything holds
 * @throws {EvidenceFileError} a file cannot be read, or the file of heads holds something else
 */
export async function verifyFile(
  { file, heads, isPartial, json }: VerifyOptions,
  { write }: Pick<Process, 'write'>,
): Promise<boolean> {
  const saved = heads === null ? new Map() : await readHeads(heads);
  const summary = createSummary(saved, isPartial);
  let separator = '{"lines":[\n';
  for await (const verdict of verifyLines(readLines(file), saved)) {
    summary.add(verdict);
    await write(json ? `${separator}${JSON.stringify(verdict)}` : formatVerdict(verdict));
    separator = ',\n';
  }
  const end = summary.end();
  // one JSON value, which is written as it comes
  const { ok, ...others } = end;
  const begin = separator === ',\n' ? '' : separator;
  await write(json ? `${begin}],\n"ok":${ok},${JSON.stringify(others).slice(1)}\n` : formatSummary(end));
  return ok;
}
