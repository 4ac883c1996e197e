import type { SavedHeads } from './read-heads.js';
import type { LineVerdict } from './verify-lines.js';

/** What all lines of a file come to. */
export interface Summary {
  readonly ok: boolean;
  readonly documents: number;
  readonly faults: number;
  /** Documents with erased parts. */
  readonly erased: number;
  /** The first thing that does not hold; null: everything does. */
  readonly first: (Pick<LineVerdict, 'line' | 'approvalId'> & NonNullable<LineVerdict['fault']>) | null;
  readonly heads: { readonly saved: number; readonly contained: number };
  /** Approvals with a saved head that are not in the file, at most 100 of them. */
  readonly missing: readonly string[];
}

/** Adds up verdicts, without keeping them. */
export function createSummary(saved: SavedHeads, isPartial: boolean) {
  const seen = new Set<string>();
  const contained = new Set<string>();
  let [documents, faults, erased]: [number, number, number] = [0, 0, 0];
  let first: Summary['first'] = null;
  return {
    add(verdict: LineVerdict): void {
      const { line, approvalId, fault } = verdict;
      documents += 1;
      if (verdict.erased.length > 0) erased += 1;
      if (approvalId !== null && saved.has(approvalId)) seen.add(approvalId);
      for (const { seq, hash } of verdict.heads) contained.add(`${approvalId} ${seq} ${hash}`);
      if (fault === null) return;
      faults += 1;
      first ??= { line, approvalId, ...fault };
    },
    end(): Summary {
      const missing = isPartial ? [] : [...saved.keys()].filter((id) => !seen.has(id));
      const heads = [...saved.values()].flat().length;
      const ok = faults === 0 && missing.length === 0;
      return {
        ...{ ok, documents, faults, erased, first },
        heads: { saved: heads, contained: contained.size },
        missing: missing.slice(0, 100),
      };
    },
  };
}

/** One line of the report for people. */
export function formatVerdict({ line, approvalId, fault, head, heads, erased }: LineVerdict): string {
  const where = `line ${line}  ${approvalId ?? 'unknown approval'}`;
  if (fault !== null) {
    const entry = fault.seq === null ? '' : `entry ${fault.seq}, `;
    return `WRONG  ${where}  ${entry}${fault.what}: ${fault.explanation} [${fault.code}]\n`;
  }
  const notes = [
    ...(heads.length === 0 ? [] : [`contains the saved head ${heads.map(({ seq }) => seq).join(', ')}`]),
    ...(erased.length === 0 ? [] : [`${erased.length} ${erased.length === 1 ? 'part is' : 'parts are'} erased`]),
  ];
  const ends = head === null ? '' : `  head ${head.seq}:${head.hash}`;
  return `ok     ${where}${ends}${notes.length === 0 ? '' : `  (${notes.join('; ')})`}\n`;
}

/** The last lines of the report. */
export function formatSummary({ ok, documents, faults, erased, heads, missing, first }: Summary): string {
  const absent = missing.map(
    (id) => `WRONG  ${id}  A head of it was saved, and it is not in the file. [approval_missing]\n`,
  );
  const counts = `${documents} checked, ${faults} wrong, ${erased} with erased parts`;
  const contained = heads.saved === 0 ? '' : `, ${heads.contained} of ${heads.saved} saved heads found`;
  const entry = first?.seq == null ? '' : `, entry ${first.seq}`;
  const begin = first === null ? '' : `The first that does not hold: line ${first.line}${entry}, ${first.what}.\n`;
  return `${absent.join('')}${begin}${ok ? 'Everything holds' : 'NOT everything holds'}: ${counts}${contained}.\n`;
}
