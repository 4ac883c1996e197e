import type { Edit, Revision } from '../domain/model/approval.js';
import { isPlainObject } from '../is-plain-object.js';
import { computeDigest, hashJson } from '../record/hashing/digest.js';
import type { EvidenceFault } from './fault.js';
import { type FoldedEntry, type PartValues, refsIn } from './fold-history.js';

/** Checks each part against its reference, and that a part is missing only if the history says that it was erased. */
export function checkParts(folded: readonly FoldedEntry[], parts: PartValues): EvidenceFault | null {
  const changed = Object.entries(parts).find(([ref, part]) => !isPartOf(ref, part));
  if (changed !== undefined)
    return partFault(
      'part_changed',
      null,
      changed[0],
      'Its salt or its value was changed: they do not give its reference.',
    );
  const refs = new Set(folded.flatMap(({ entry }) => refsIn(entry.event)));
  const stray = Object.keys(parts).find((ref) => !refs.has(ref));
  if (stray !== undefined) return partFault('part_unreferenced', null, stray, 'No entry refers to it.');
  const erasedSeq = folded.findLast(({ event }) => event.type === 'erased')?.entry.seq ?? 0;
  for (const { entry } of folded) {
    const missing = refsIn(entry.event).find((ref) => !Object.hasOwn(parts, ref));
    if (missing !== undefined && entry.seq > erasedSeq)
      return partFault(
        'part_missing',
        entry.seq,
        missing,
        'It is missing, and no later entry says that it was erased.',
      );
  }
  return null;
}

function isPartOf(ref: string, part: unknown): boolean {
  if (!isPlainObject(part) || Object.keys(part).sort().join() !== 'salt,value') return false;
  return ref === `sha256:${hashJson({ salt: part['salt'], value: part['value'] })}`;
}

function partFault(code: EvidenceFault['code'], seq: number | null, ref: string, explanation: string): EvidenceFault {
  return { code, seq, what: `parts.${ref}`, explanation };
}

/** Computes each digest again, of the revisions and of what voters changed, as far as its parts are not erased. */
export function checkDigests(folded: readonly FoldedEntry[], parts: PartValues): EvidenceFault | null {
  for (const { entry, event, before, after } of folded) {
    const approval = after ?? before;
    if (approval === null) continue;
    const subject = { id: approval.id, kind: approval.kind, policy: approval.policy };
    const [what, revision] = revisionIn(event, approval.revision);
    if (revision !== null && !hasItsDigest(revision, subject, parts))
      return {
        code: 'digest_changed',
        seq: entry.seq,
        what,
        explanation: `The digest of revision ${revision.number} is not that of its payload, content and policy.`,
      };
  }
  return null;
}

type Seen = Edit & Pick<Revision, 'number'>;

function revisionIn(event: FoldedEntry['event'], current: Revision): readonly [what: string, seen: Seen | null] {
  if (event.type === 'voted') {
    const { edit } = event.vote;
    return ['event.vote.edit.digest', edit === undefined ? null : { ...edit, number: current.number + 1 }];
  }
  const has = event.type === 'asked' || event.type === 'amended' || event.type === 'edited';
  return ['event.revision.digest', has ? event.revision : null];
}

function hasItsDigest(
  { number: revision, digest, payloadRef, contentRef }: Seen,
  subject: { readonly id: string; readonly kind: string; readonly policy: unknown },
  parts: PartValues,
): boolean {
  const [payload, content] = [parts[payloadRef], parts[contentRef]];
  if (payload === undefined || content === undefined) return true;
  const { salt, value } = payload;
  return computeDigest({ ...subject, revision, salt, payload: value, content: content.value }) === digest;
}
