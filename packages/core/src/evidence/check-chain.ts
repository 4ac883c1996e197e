import { isPlainObject } from '../is-plain-object.js';
import { type HistoryEntry, type HistoryHead, verifyHistory } from '../record/history.js';
import type { EvidenceFault } from './fault.js';

const members = 'at,event,hash,prevHash,seq';

/** Checks that each entry follows from the one before it; null: the chain is whole. */
export function checkChain(history: readonly HistoryEntry[]): EvidenceFault | null {
  const { firstBadSeq } = verifyHistory(history);
  const extended = history.findIndex((entry) => isPlainObject(entry) && Object.keys(entry).sort().join() !== members);
  const index = Math.min(...[firstBadSeq, extended + 1].map((seq) => seq || Infinity)) - 1;
  if (index === Infinity) return null;
  const what = whatIsBroken(history[index], history[index - 1], index);
  return { code: 'chain_broken', seq: index + 1, what, explanation: explanations[what] };
}

const explanations = {
  entry: 'It is no entry of a history: it has to have seq, at, event, prevHash and hash, and nothing else.',
  seq: 'Its number is not the next one: an entry is missing, added or in another place.',
  prevHash: 'It does not follow from the entry before it.',
  hash: 'Its hash is not that of its content: the instant, the event or the hash was changed.',
} as const;

function whatIsBroken(entry: unknown, previous: unknown, index: number): keyof typeof explanations {
  if (!isPlainObject(entry) || Object.keys(entry).sort().join() !== members) return 'entry';
  if (entry['seq'] !== index + 1) return 'seq';
  return isPlainObject(previous) && entry['prevHash'] !== previous['hash'] ? 'prevHash' : 'hash';
}

/** The heads among these that the chain contains. */
export function containedHeads(
  history: readonly HistoryEntry[],
  heads: readonly HistoryHead[],
): readonly HistoryHead[] {
  return heads.filter((head) => verifyHistory(history, { head }).containsHead === true);
}
