import { refuseUnknownKeys } from '../options/refuse-unknown-keys.js';
import { canonicalJson } from './hashing/canonical-json.js';
import { hashJson, hashText } from './hashing/digest.js';
import type { StoredEvent } from './hide-names.js';

/**
 * One entry of the history.
 *
 * `hash` is the hex SHA-256 of the RFC 8785 form of the other four fields. `prevHash` is the `hash` of the previous entry.
 */
export interface HistoryEntry {
  readonly seq: number;
  readonly at: number;
  readonly event: Readonly<Record<string, unknown>>;
  readonly prevHash: string;
  readonly hash: string;
}

/**
 * The number and the hash of one entry of the history.
 *
 * Save it outside of the store, and `verifyHistory` can tell whether anything up to that entry was rewritten.
 */
export interface HistoryHead {
  readonly seq: number;
  readonly hash: string;
}

/** The `prevHash` of the first entry. */
const beginning = '0'.repeat(64);

/** A history, and the entries that were added to it as JSON, each with a comma before it. */
export interface GrownHistory {
  readonly history: readonly HistoryEntry[];
  readonly addedText: string;
}

/** Adds an entry for each event. The text of an entry is made of the text that is hashed, as writing it again costs as much. */
export function appendEvents(history: readonly HistoryEntry[], events: readonly StoredEvent[]): GrownHistory {
  if (events.length === 0) return { history, addedText: '' };
  const entries = [...history];
  let addedText = '';
  for (const { at, ...event } of events) {
    const last = entries.at(-1);
    const seq = (last?.seq ?? 0) + 1;
    const prevHash = last?.hash ?? beginning;
    // each of them, because a damaged history can hold anything where a number and a hash belong
    const [seqText, atText, prevText] = [canonicalJson(seq), canonicalJson(at), canonicalJson(prevHash)];
    const eventText = canonicalJson(event);
    const hash = hashText(`{"at":${atText},"event":${eventText},"prevHash":${prevText},"seq":${seqText}}`);
    entries.push({ seq, at, event, prevHash, hash });
    addedText += `,{"seq":${seqText},"at":${atText},"event":${eventText},"prevHash":${prevText},"hash":"${hash}"}`;
  }
  return { history: entries, addedText };
}

/** The result of `verifyHistory`. */
export interface HistoryVerdict {
  /** There is at least one entry, and each follows from the previous one. */
  readonly whole: boolean;
  /** The first entry that does not follow; null if all do. */
  readonly firstBadSeq: number | null;
  /** Whether the chain still contains the given head; null if none was given. */
  readonly containsHead: boolean | null;
}

/**
 * Checks that a history's chain is whole and still contains a head that you saved.
 *
 * Each delivery carries such a head as `historyHead`. Anyone with write access to the store can rewrite history. Save the heads
 * elsewhere, and you can detect a change to anything up to the newest one.
 *
 * @throws {SlackApprovalError} invalid_options — an option is unknown
 */
export function verifyHistory(
  history: readonly HistoryEntry[],
  options: { readonly head?: HistoryHead } = {},
): HistoryVerdict {
  refuseUnknownKeys('verifyHistory', options, { head: true });
  const bad = history.findIndex((entry, index) => !follows(entry, history[index - 1]));
  const firstBadSeq = bad === -1 ? null : bad + 1;
  const { head } = options;
  const isVouchedFor = head !== undefined && contains(history, head) && (firstBadSeq ?? Infinity) > head.seq;
  const containsHead = head === undefined ? null : isVouchedFor;
  return { whole: firstBadSeq === null && history.length > 0, firstBadSeq, containsHead };
}

function contains(history: readonly HistoryEntry[], head: HistoryHead): boolean {
  // a head from a file can lack its hash, which must not match a missing entry
  return typeof head?.hash === 'string' && history[head.seq - 1]?.hash === head.hash;
}

function follows(entry: HistoryEntry, previous: HistoryEntry | undefined): boolean {
  // a history that was read from a file can hold anything
  if (typeof entry !== 'object' || entry === null) return false;
  const { hash, ...hashed } = entry;
  const isNext = entry.seq === (previous?.seq ?? 0) + 1 && entry.prevHash === (previous?.hash ?? beginning);
  return (
    isNext && hashJson({ seq: hashed.seq, at: hashed.at, event: hashed.event, prevHash: hashed.prevHash }) === hash
  );
}
