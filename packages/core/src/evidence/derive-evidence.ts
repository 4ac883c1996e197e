import type { Approval } from '../domain/model/approval.js';
import type { HistoryEntry } from '../record/history.js';
import type { Evidence, EvidenceDecision, EvidenceDelivery, EvidenceRevision } from './evidence.js';
import { type FoldedEntry, foldHistory, type PartValues, refsIn } from './fold-history.js';
import { policyWords } from './policy-words.js';

/** Makes the document of a history and its parts: every field of it follows from these two. Null: the history is empty. */
export function deriveEvidence(history: readonly HistoryEntry[], values: PartValues): Evidence | null {
  const refs = [...new Set(history.flatMap(({ event }) => refsIn(event)))];
  const parts = Object.fromEntries(Object.entries(values).filter(([ref]) => refs.includes(ref)));
  const folded = foldHistory(history, parts);
  const approval = folded.at(-1)?.after ?? null;
  const last = history.at(-1);
  if (approval === null || last === undefined) return null;
  const { id, namespace, kind, key, requester, askedAt, status, policy } = approval;
  return {
    version: 1,
    approvalId: id,
    namespace,
    kind,
    key,
    requester,
    onBehalfOf: approval.onBehalfOf ?? null,
    askedAt,
    status,
    decision: decisionOf(approval, folded),
    policy: policyWords(policy),
    revisions: folded.flatMap(revisionOf),
    delivery: deliveryOf(approval, folded),
    history,
    head: { seq: last.seq, hash: last.hash },
    parts,
    erased: refs.filter((ref) => !Object.hasOwn(parts, ref)),
  };
}

function decisionOf(approval: Approval, folded: readonly FoldedEntry[]): EvidenceDecision | null {
  const end = folded.find(({ event: { type } }) => type === 'decided' || type === 'withdrawn');
  if (approval.status === 'pending' || end === undefined) return null;
  const { outcome, choice = null, by, cause, withdrawnBy, reasonRef, decidedAt, neverShown } = approval.decision;
  const { seq, hash } = end.entry;
  const shown = neverShown !== true;
  return { outcome, choice, by, cause, withdrawnBy, reasonRef, decidedAt, shown, head: { seq, hash } };
}

function revisionOf({ entry: { seq }, event }: FoldedEntry): readonly EvidenceRevision[] {
  if (event.type !== 'asked' && event.type !== 'amended' && event.type !== 'edited') return [];
  const { number, digest, payloadRef, contentRef } = event.revision;
  return [{ number, seq, digest, payloadRef, contentRef }];
}

function deliveryOf(approval: Approval, folded: readonly FoldedEntry[]): Evidence['delivery'] {
  const state = approval.status === 'pending' ? 'none' : approval.delivery.state;
  return { id: state === 'none' ? null : approval.id, state, outcomes: folded.flatMap(outcomeOf) };
}

function outcomeOf({ entry: { seq, at }, event }: FoldedEntry): readonly EvidenceDelivery[] {
  const common = { seq, at, attempt: null, reason: null, resultRef: null };
  switch (event.type) {
    case 'delivered':
      return [{ ...common, outcome: 'delivered', attempt: event.attempt, resultRef: event.resultRef ?? null }];
    case 'delivery_dead':
      return [{ ...common, outcome: 'dead', attempt: event.attempt, reason: event.reason }];
    case 'redelivered':
      return [{ ...common, outcome: 'redelivered' }];
    default:
      return [];
  }
}
