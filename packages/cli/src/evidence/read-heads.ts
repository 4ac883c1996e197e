import type { HistoryHead } from '@k8s-pizza/slack-approval';
import { EvidenceFileError } from './evidence-file-error.js';
import { readLines } from './read-lines.js';

/** The heads that were saved, by the id of their approval. */
export type SavedHeads = ReadonlyMap<string, readonly HistoryHead[]>;

/**
 * Reads a file of `{ approvalId, seq, hash }`, one a line. The same head may stand there more than once.
 *
 * @throws {EvidenceFileError} the file cannot be read, or a line is no head
 */
export async function readHeads(path: string): Promise<SavedHeads> {
  const heads = new Map<string, readonly HistoryHead[]>();
  for await (const { number, text } of readLines(path)) {
    const head = parse(text);
    if (head === null)
      throw new EvidenceFileError(
        `Line ${number} of ${path} is no head: it must be JSON such as {"approvalId":"a…","seq":3,"hash":"…"}.`,
      );
    const { approvalId, seq, hash } = head;
    const known = heads.get(approvalId) ?? [];
    if (!known.some((one) => one.seq === seq && one.hash === hash)) heads.set(approvalId, [...known, { seq, hash }]);
  }
  return heads;
}

interface SavedHead extends HistoryHead {
  readonly approvalId: string;
}

function parse(text: string | null): SavedHead | null {
  try {
    const { approvalId, seq, hash } = Object(JSON.parse(text ?? ''));
    const isHead = typeof approvalId === 'string' && Number.isSafeInteger(seq) && typeof hash === 'string';
    return isHead ? { approvalId, seq, hash } : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
