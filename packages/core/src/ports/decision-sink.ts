import type { Outcome } from '../domain/model/approval.js';
import type { DeliveryOutcome } from '../domain/model/commands.js';
import type { Person, Requester } from '../domain/model/person.js';
import type { Answer } from '../domain/model/policy.js';
import type { Problem } from '../options/problems.js';

/** One person's vote on the current revision. */
export interface VoteView {
  readonly by: Person;
  readonly answer: Answer;
  /** The id of the choice; null: the kind has none. */
  readonly choice: string | null;
  /** null: none was given, or it was erased. */
  readonly reason: string | null;
  readonly votedAt: number;
  /** false: facts about the person are still being looked up, and the vote does not count yet. */
  readonly checked: boolean;
  /** The name of the stage that the vote is for; null: there are no stages. */
  readonly stage: string | null;
  /** How the vote came: `slack_button`, `slack_form`, or what a program gave as `via`. */
  readonly via: string;
}

/**
 * What people decided. It holds everything a receiver needs to compute `digest` again.
 *
 * Instants are epoch milliseconds.
 */
export interface Decision<Payload, Id extends string = string> {
  readonly approvalId: string;
  readonly kind: string;
  readonly key: string | null;
  readonly outcome: Outcome;
  /** The id of the choice that decided; null: the kind has none, no vote decided, or those who rejected chose differently. */
  readonly choice: Id | null;
  readonly revision: number;
  readonly payload: Payload;
  /** The revision that was asked for, if an approver edited it; null: it was decided as asked. */
  readonly original: { readonly revision: number; readonly digest: string; readonly payload: Payload } | null;
  /** Whether a copy of the card was posted before the decision; false: no one could see it in Slack. */
  readonly shown: boolean;
  /** `sha256:` and the hex SHA-256 of the RFC 8785 form of `{ v: 1, id, revision, salt, kind, payload, content, policy }`. */
  readonly digest: string;
  /** What people saw: with id, revision, kind and payload, the input of the digest. */
  readonly seen: {
    /** 128 random bits in hex, new for each revision; null once erased. */
    readonly salt: string | null;
    /**
     * What the card showed, as JSON; null once erased. In `fields`, texts and numbers are what `card` returned, and a `Date` is
     * `{ date }` with its ISO 8601 text, such as `{ date: '2026-11-22T09:50:15.000Z' }`.
     */
    readonly content: unknown;
    readonly policy: unknown;
  };
  /**
   * Every vote on this revision, also those that did not decide. In a webhook of an earlier release: none.
   *
   * Their reasons have 6,000 characters together. If there are more, each is cut to an equal share and ends in `…`; `get(id)` has them whole.
   */
  readonly votes: readonly VoteView[];
  readonly decidedBy: readonly Person[];
  readonly reason: string | null;
  /** `(erased)` once its name is erased. In a webhook of an earlier release: `(unknown)`. */
  readonly requester: Requester;
  /** The person that the requester asked for; null: none. */
  readonly onBehalfOf: Person | null;
  readonly askedAt: number;
  readonly decidedAt: number;
  /** No delivery attempt starts after this instant, unless you call `redeliver`. */
  readonly deliverBy: number;
  /** The history entry that records this decision. Save it to be able to detect later that the history was rewritten. */
  readonly historyHead: { readonly seq: number; readonly hash: string };
}

/** Which attempt of which delivery this is, and when to stop. */
export interface DeliveryContext {
  /** The idempotency key: the same for every attempt and redelivery of one decision. Act once per id. */
  readonly deliveryId: string;
  /** 1 for the first attempt; redeliveries continue the count. */
  readonly attempt: number;
  /** Aborted when the attempt times out. */
  readonly signal: AbortSignal;
}

/** One attempt to deliver a decision. */
export interface Delivery {
  readonly decision: Decision<unknown>;
  /** The stored text to send, the same for every attempt. */
  readonly body: string;
  readonly context: DeliveryContext;
  /** Headers that instruments add, such as `traceparent`: a sink that sends a request passes them on. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Where the decisions of a kind are delivered.
 *
 * `deliver` is called at least once per decision. An error that it throws counts as `retry`.
 */
export interface DecisionSink {
  deliver(delivery: Delivery): Promise<DeliveryOutcome>;
  /** Lists what is wrong with the sink's options, for `define` to report with its other problems. @default none */
  problems?(): readonly Problem[];
  /**
   * Renders the text that carries a decision. Called once, before the decision is stored; every attempt sends the stored text.
   *
   * @default the JSON of a `WebhookEvent`
   */
  render?(decision: Decision<unknown>): string;
}

/**
 * A function that receives decisions in this process.
 *
 * Return to confirm the delivery; what it returns is kept as `delivery.result`, if it is JSON of at most 8 KB. Throw to have it retried, or throw `new SlackApprovalError('delivery_rejected', …)` to end it.
 */
export type SinkFunction<Payload, Id extends string = string> = (
  decision: Decision<Payload, Id>,
  context: DeliveryContext,
) => unknown;
