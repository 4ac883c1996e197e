import { isPlainObject } from '../is-plain-object.js';
import { refuseUnknownKeys } from '../options/refuse-unknown-keys.js';
import { canonicalJson } from '../record/hashing/canonical-json.js';
import type { HistoryEntry, HistoryHead } from '../record/history.js';
import { checkChain, containedHeads } from './check-chain.js';
import { checkDecision } from './check-decision.js';
import { checkDigests, checkParts } from './check-parts.js';
import { deriveEvidence } from './derive-evidence.js';
import type { Evidence } from './evidence.js';
import type { EvidenceFault } from './fault.js';
import { foldHistory, type PartValues } from './fold-history.js';

/** The result of `verifyEvidence`. */
export interface EvidenceVerdict {
  /** Everything in the document agrees, and it contains every given head. */
  readonly holds: boolean;
  /** What the document says that it is about; null: it does not say it. */
  readonly approvalId: string | null;
  /** The first thing that does not hold; null: everything does. */
  readonly fault: EvidenceFault | null;
  /** The newest entry of the history; null: it cannot be read. */
  readonly head: HistoryHead | null;
  /** The given heads that the chain contains. */
  readonly heads: readonly HistoryHead[];
  /** The references whose parts were erased, which is no fault. Empty if the document does not hold. */
  readonly erased: readonly string[];
}

/**
 * Checks one document of evidence without a store or Slack.
 *
 * It checks the chain link by link, each part against its reference, each digest against its parts, and that the votes amount to the
 * decision. Anyone who can write the store can write a document that holds. Pass the heads that you saved elsewhere to detect that.
 *
 * @param document - parsed JSON, of any form
 * @param options - `heads`: those saved of this approval, from `historyHead` of its deliveries. @default none
 * @throws {SlackApprovalError} invalid_options — an option is unknown
 */
export function verifyEvidence(
  document: unknown,
  options: { readonly heads?: readonly HistoryHead[] } = {},
): EvidenceVerdict {
  refuseUnknownKeys('verifyEvidence', options, { heads: true });
  const { heads = [] } = options;
  const history: unknown = isPlainObject(document) ? document['history'] : null;
  // as: a file holds anything, and the checks take it
  const entries = Array.isArray(history) ? (history as readonly HistoryEntry[]) : [];
  const unsound = findFault(document, entries);
  const contained = unsound !== null && unreadable.has(unsound.code) ? [] : containedHeads(entries, heads);
  const fault = unsound ?? missingHead(heads, contained);
  // as: a document without a fault is one
  const erased = fault === null ? (document as Evidence).erased : [];
  const id = isPlainObject(document) ? document['approvalId'] : null;
  const approvalId = typeof id === 'string' ? id : null;
  return { holds: fault === null, approvalId, fault, head: headOf(entries), heads: contained, erased };
}

/** Faults after which nothing more is read of a document. */
const unreadable: ReadonlySet<EvidenceFault['code']> = new Set(['not_evidence', 'unknown_version']);

function findFault(document: unknown, entries: readonly HistoryEntry[]): EvidenceFault | null {
  if (!isPlainObject(document) || entries.length === 0 || !isPlainObject(document['parts']))
    return beside('not_evidence', 'history', 'It is not a document that `evidence` made.');
  if (document['version'] !== 1)
    return beside('unknown_version', 'version', 'Its version is not 1: a newer release may have written it.');
  try {
    // as: the checks throw on what they cannot read
    return checkAll(document, entries, document['parts'] as PartValues);
  } catch (error) {
    return beside('not_evidence', 'history', `It cannot be read (${error instanceof Error ? error.name : 'unknown'}).`);
  }
}

function checkAll(
  document: Readonly<Record<string, unknown>>,
  history: readonly HistoryEntry[],
  parts: PartValues,
): EvidenceFault | null {
  const broken = checkChain(history);
  if (broken !== null) return broken;
  if (!isSame(document['head'], headOf(history)))
    return beside(
      'field_changed',
      'head',
      'It is not the last entry: entries are missing at the end, or it was changed.',
    );
  const folded = foldHistory(history, parts);
  return (
    checkDecision(folded) ??
    checkParts(folded, parts) ??
    checkDigests(folded, parts) ??
    checkFields(document, deriveEvidence(history, parts))
  );
}

/** Compares what stands beside history and parts with what follows from them. */
function checkFields(document: Readonly<Record<string, unknown>>, derived: Evidence | null): EvidenceFault | null {
  const expected: Readonly<Record<string, unknown>> = { ...derived };
  const names = [...new Set([...Object.keys(expected), ...Object.keys(document)])];
  const name = names.find((one) => !isSame(document[one], expected[one]));
  return name === undefined ? null : beside('field_changed', name, 'It is not what follows from the history.');
}

function isSame(one: unknown, other: unknown): boolean {
  return one === undefined || other === undefined ? one === other : canonicalJson(one) === canonicalJson(other);
}

function missingHead(heads: readonly HistoryHead[], contained: readonly HistoryHead[]): EvidenceFault | null {
  const missing = heads.find((head) => !contained.includes(head));
  if (missing === undefined) return null;
  const explanation = `It does not contain the head ${missing.seq}:${missing.hash}, which was saved: it was rewritten.`;
  return { code: 'head_missing', seq: missing.seq, what: 'hash', explanation };
}

function headOf(entries: readonly unknown[]): HistoryHead | null {
  const last = entries.at(-1);
  if (!isPlainObject(last) || typeof last['seq'] !== 'number' || typeof last['hash'] !== 'string') return null;
  return { seq: last['seq'], hash: last['hash'] };
}

function beside(code: EvidenceFault['code'], what: string, explanation: string): EvidenceFault {
  return { code, seq: null, what, explanation };
}
