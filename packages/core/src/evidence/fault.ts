/** What kind of thing does not hold. Codes are stable. */
export type EvidenceFaultCode =
  | 'not_evidence'
  | 'unknown_version'
  | 'chain_broken'
  | 'head_missing'
  | 'entry_out_of_place'
  | 'vote_not_allowed'
  | 'decision_unfounded'
  | 'part_changed'
  | 'part_missing'
  | 'part_unreferenced'
  | 'digest_changed'
  | 'field_changed';

/** The first thing in a document that does not hold. */
export interface EvidenceFault {
  readonly code: EvidenceFaultCode;
  /** The entry of the history; null: it is beside the history. */
  readonly seq: number | null;
  /** Which part of the entry or of the document, such as `hash`, `parts` or `approvalId`. */
  readonly what: string;
  readonly explanation: string;
}
