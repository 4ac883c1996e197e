import { type EvidenceFault, type EvidenceVerdict, verifyEvidence } from '@k8s-pizza/slack-approval/evidence';
import type { SavedHeads } from './read-heads.js';
import type { Line } from './read-lines.js';

/** What one line of a file comes to. */
export interface LineVerdict extends Omit<EvidenceVerdict, 'fault'> {
  readonly line: number;
  /** The first thing that does not hold; null: everything does. */
  readonly fault: Fault | null;
}

type Fault = Omit<EvidenceFault, 'code'> & { readonly code: EvidenceFault['code'] | 'not_json' };

/** Checks the documents of a file one after the other. */
export async function* verifyLines(
  lines: AsyncIterable<Line>,
  saved: SavedHeads = new Map(),
): AsyncGenerator<LineVerdict> {
  for await (const { number, text } of lines) {
    const parsed = parse(text);
    if (parsed.fault !== null) {
      const { fault } = parsed;
      yield { line: number, holds: false, approvalId: null, fault, head: null, heads: [], erased: [] };
      continue;
    }
    const heads = saved.get(String(Object(parsed.document).approvalId)) ?? [];
    yield { line: number, ...verifyEvidence(parsed.document, { heads }) };
  }
}

type Parsed = { readonly document: unknown; readonly fault: null } | { readonly fault: Fault };

function parse(text: string | null): Parsed {
  const fault = (explanation: string): Parsed => ({
    fault: { code: 'not_json', seq: null, what: 'line', explanation },
  });
  if (text === null) return fault('The line is longer than 4 MB, which no evidence is.');
  try {
    return { document: JSON.parse(text), fault: null };
  } catch (error) {
    if (error instanceof SyntaxError) return fault('The line is not JSON: it was cut off or changed.');
    throw error;
  }
}
