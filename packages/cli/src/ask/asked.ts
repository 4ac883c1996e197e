/** A question that is asked, wherever that is. */
export interface Asked {
  /** Resolves once it is decided. Rejects if that can't be known. */
  readonly decided: Promise<Outcome>;
  /** The address of the card; null: none is posted yet. */
  link(): Promise<string | null>;
  /** Withdraws it, if it is still pending: `decided` then tells. */
  withdraw(): Promise<void>;
  /** Finishes what is under way, such as the card's update, and lets go of everything. It withdraws nothing. */
  close(): Promise<void>;
}

/** What became of a question, as `--json` prints it. */
export interface Outcome {
  readonly id: string;
  readonly outcome: 'approved' | 'rejected' | 'expired' | 'withdrawn';
  readonly reason: string | null;
  /** Slack user ids. */
  readonly decidedBy: readonly string[];
  /** ISO 8601. */
  readonly decidedAt: string;
}

/** It can't be asked, or what became of it can't be known. The message is for the person at the command line. */
export class AskError extends Error {
  override readonly name = 'AskError';
}
