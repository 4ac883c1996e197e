import type { Outcome } from '../domain/model/approval.js';
import type { DeliveryOutcome } from '../domain/model/commands.js';
import type { Person } from '../domain/model/person.js';
import type { Problem } from '../options/problems.js';

/**
 * What people decided, complete enough for a receiver to compute `digest` again.
 *
 * Instants are epoch milliseconds.
 */
export interface Decision<Payload> {
  readonly approvalId: string;
  readonly kind: string;
  readonly key: string | null;
  readonly outcome: Outcome;
  readonly revision: number;
  readonly payload: Payload;
  /** What was asked, where an approver edited it; null when it is what was decided. */
  readonly original: { readonly revision: number; readonly digest: string; readonly payload: Payload } | null;
  /** Whether a copy of the card was posted before the end; false: nobody could see it in Slack. */
  readonly shown: boolean;
  /** `sha256:` and the hex SHA-256 of the RFC 8785 form of `{ v: 1, id, revision, salt, kind, payload, content, policy }`. */
  readonly digest: string;
  /** What people saw, and what the digest is made of beside id, revision, kind and payload. */
  readonly seen: {
    /** 128 random bits as hex, new for each revision; null once erased. */
    readonly salt: string | null;
    /** What the card showed; null once erased. */
    readonly content: unknown;
    readonly policy: unknown;
  };
  readonly decidedBy: readonly Person[];
  readonly reason: string | null;
  readonly askedAt: number;
  readonly decidedAt: number;
  /** After this instant no further attempt begins by itself. */
  readonly deliverBy: number;
  /** The history entry that records this decision. Keep it, and you can show later that the history was not rewritten. */
  readonly historyHead: { readonly seq: number; readonly hash: string };
}

/** Which attempt of which delivery this is. */
export interface DeliveryContext {
  /** The same for all attempts and redeliveries of one decision: remember it and act once. */
  readonly deliveryId: string;
  /** 1 for the first attempt; redeliveries count on. */
  readonly attempt: number;
  /** Aborted when the attempt's time is over. */
  readonly signal: AbortSignal;
}

/** One attempt to hand a decision over. */
export interface Delivery {
  readonly decision: Decision<unknown>;
  /** The stored bytes, the same for every attempt. */
  readonly body: string;
  readonly context: DeliveryContext;
}

/**
 * Where a kind's decisions go.
 *
 * It is called at least once for each decision; what it throws counts as `retry`.
 */
export interface DecisionSink {
  deliver(delivery: Delivery): Promise<DeliveryOutcome>;
  /** What is wrong with the sink's options. `define` reports it, together with everything else that is wrong. @default nothing */
  problems?(): readonly Problem[];
  /**
   * Renders the bytes that carry a decision. Called once, in the put that decides; every attempt sends what is stored.
   *
   * @default the JSON of a `WebhookEvent`
   */
  render?(decision: Decision<unknown>): string;
}

/**
 * A sink in this process.
 *
 * Returning is `delivered`; throwing is a retry, or the end with a `SlackApprovalError('delivery_rejected')`.
 */
export type SinkFunction<Payload> = (decision: Decision<Payload>, context: DeliveryContext) => void | Promise<void>;
