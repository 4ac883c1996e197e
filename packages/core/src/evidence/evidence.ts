import type { Outcome, Status } from '../domain/model/approval.js';
import type { Person, Requester } from '../domain/model/person.js';
import type { HistoryEntry, HistoryHead } from '../record/history.js';

/** One state of what was asked. An amendment or an edit makes the next one. */
export interface EvidenceRevision {
  readonly number: number;
  /** The entry of the history that made it. */
  readonly seq: number;
  /** As in `Decision`: what every vote on this revision states. */
  readonly digest: string;
  /** The parts that hold the payload, whose salt is the digest's, and what the card showed. */
  readonly payloadRef: string;
  readonly contentRef: string;
}

/** How the approval ended, by the history. */
export interface EvidenceDecision {
  readonly outcome: Outcome;
  readonly choice: string | null;
  readonly by: readonly Person[];
  readonly cause: 'votes' | 'expiry' | 'withdrawal';
  readonly withdrawnBy: Requester | null;
  readonly reasonRef: string | null;
  readonly decidedAt: number;
  readonly shown: boolean;
  /** The head that the delivery carries as `historyHead`. */
  readonly head: HistoryHead;
}

/** How a delivery went. Attempts that failed and were retried are in no history. */
export interface EvidenceDelivery {
  readonly seq: number;
  readonly at: number;
  readonly outcome: 'delivered' | 'dead' | 'redelivered';
  /** Which attempt it was; null: a redelivery was asked for. */
  readonly attempt: number | null;
  /** Why it was given up; null: it was not. */
  readonly reason: string | null;
  /** The part that holds what the sink returned; null: nothing, or what could not be kept. */
  readonly resultRef: string | null;
}

/**
 * Everything that proves one approval, as plain JSON.
 *
 * All of it follows from `history` and `parts`, so `verifyEvidence` finds a change in any field. It holds no token, no secret and no
 * address for replies. Instants are epoch milliseconds.
 */
export interface Evidence {
  /** The form of this document. */
  readonly version: 1;
  readonly approvalId: string;
  readonly namespace: string;
  readonly kind: string;
  readonly key: string | null;
  /** `(erased)` once its name is erased. */
  readonly requester: Requester;
  readonly onBehalfOf: Person | null;
  readonly askedAt: number;
  readonly status: Status;
  /** null: it is pending. */
  readonly decision: EvidenceDecision | null;
  /** Who may decide and until when, in English, a line each: the policy of the newest revision. */
  readonly policy: readonly string[];
  readonly revisions: readonly EvidenceRevision[];
  readonly delivery: {
    /** The same for every attempt; null: the kind delivers nothing, or it is pending. */
    readonly id: string | null;
    readonly state: 'none' | 'owed' | 'delivered' | 'dead';
    readonly outcomes: readonly EvidenceDelivery[];
  };
  readonly history: readonly HistoryEntry[];
  /** The newest entry. */
  readonly head: HistoryHead;
  /** Payloads, contents, reasons and names that the history refers to, by reference: the SHA-256 of salt and value. */
  readonly parts: Readonly<Record<string, { readonly salt: string; readonly value: unknown }>>;
  /** The references whose parts were erased. */
  readonly erased: readonly string[];
}
