import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { CommandResult } from '../commands/run-command.js';
import type { Place } from '../domain/model/place.js';
import type { UserRule } from '../domain/model/policy.js';
import type { Duration } from '../options/duration.js';
import type { Decision } from '../ports/decision-sink.js';
import type { ApprovalView } from '../views/to-approval.js';
import type { Preview } from './preview.js';

/** The options of `ask`: who asks, under which key, and where. */
export interface AskOptions {
  /** The idempotency key: asking again under it finds the same approval. 1 to 2,000 characters. @default every call asks anew */
  readonly key?: string;
  /** The name of a system, or `user('U…')` for a person. See `allowSelfApproval`. */
  readonly requester: string | UserRule;
  /** The person that the requester asks for: shown on the card, and bound by `allowSelfApproval` like the requester. @default none */
  readonly onBehalfOf?: UserRule;
  /** Where the card is posted. @default the kind's `channel` */
  readonly channel?: Place | readonly Place[];
  /** Explanatory lines: see `replaceContext`. @default those that `card` returns */
  readonly context?: readonly string[];
}

/** The options of `run`: those of `ask`, with a key. */
export interface RunOptions extends AskOptions {
  readonly key: string;
  /** Ends the wait with `aborted`, and withdraws nothing: call again under the same key to go on. @default none */
  readonly signal?: AbortSignal;
}

/** The approval that `ask` has created, or found under its key. */
export interface Asked<Payload> {
  readonly approval: ApprovalView<Payload>;
  /** false: this approval already existed under the key. */
  readonly created: boolean;
  /** true: it has another payload than this call. `ask` does not change it: call `amend` to replace the payload. */
  readonly changed: boolean;
  /** The posts in this process before its first card, or the seconds until its turn, whichever is more. 0: no wait. */
  readonly waitingBefore: number;
}

/** An approval by its id, or the newest under a key. */
export type Target = { readonly id: string } | { readonly key: string };

/**
 * A kind of approvals, as `define` returns it.
 *
 * A method throws `invalid_argument` for an unknown option.
 */
export interface Kind<Input, Output> {
  /** The schema that it was defined with, for sources that describe the payload; null: none. */
  readonly schema: StandardSchemaV1 | null;
  /**
   * Asks people to decide. It returns once the approval is stored; this process then posts the card.
   *
   * A short-lived process has to `await approvals.flush()` before it ends, or another process posts the card later.
   *
   * @throws {SlackApprovalError} invalid_payload — the schema refuses the payload
   * @throws {SlackApprovalError} payload_not_editable — a property does not fit its input, or the schema changes its own output
   * @throws {SlackApprovalError} payload_not_json, payload_too_large, content_too_large — the schema or `card` returned something
   *   that is not plain JSON or is too large
   * @throws {SlackApprovalError} invalid_argument — a place is not one, the key is not 1 to 2,000 characters, or `onBehalfOf` is not
   *   `user('U…')`
   * @throws {SlackApprovalError} unsatisfiable_policy — only the person who asks, or for whom, could decide; or no one could what a
   *   function of the kind returned
   * @throws {SlackApprovalError} invalid_options — a function of the kind threw, or returned something that cannot be used
   * @throws {SlackApprovalError} invalid_requester — the requester is missing, or is a plain name that looks like a user id
   * @throws {SlackApprovalError} store_conflict, record_too_large, record_newer, record_corrupt — it could not be stored
   */
  ask(payload: Input, options: AskOptions): Promise<Asked<Output>>;
  /**
   * Asks, waits until the decision is delivered, and returns what `onDecision` returned, after a round trip through JSON.
   *
   * The same key is the same call: after a restart it goes on waiting, and returns the stored result. Call `start`, so that this process
   * posts the card and delivers the decision.
   *
   * @throws {SlackApprovalError} rejected, expired, withdrawn — people did not approve; the message has their reason
   * @throws {SlackApprovalError} never_carried_out — it was approved, and its delivery was given up
   * @throws {SlackApprovalError} key_changed — the key holds another payload, card or policy
   * @throws {SlackApprovalError} result_not_kept — it is delivered; the result is no JSON of at most 8 KB
   * @throws {SlackApprovalError} erased — what the key held was erased
   * @throws {SlackApprovalError} aborted — `signal` was aborted, or this process stops; nothing is withdrawn
   * @throws {SlackApprovalError} as `ask`
   */
  run(payload: Input, options: RunOptions): Promise<unknown>;
  /**
   * Replaces the payload of a pending approval. Its votes become void, and the voters are told.
   *
   * Approvers, quorum, stages and vetoers are computed again, and the first stage begins again. Channel, expiry, reminders and
   * escalation stay as they were. The same payload changes nothing and keeps the votes.
   *
   * @throws {SlackApprovalError} invalid_payload, payload_not_editable, payload_not_json, payload_too_large, content_too_large — as
   *   for `ask`
   * @throws {SlackApprovalError} invalid_requester, invalid_argument, invalid_options, unsatisfiable_policy — as for `ask`
   */
  amend(target: Target, payload: Input, options: { readonly by: string | UserRule }): Promise<CommandResult<Output>>;
  /**
   * Replaces the explanatory lines (`context`) of a pending card, such as numbers that change.
   *
   * They are not part of the digest, so votes stay valid and no one is told.
   *
   * @throws {SlackApprovalError} content_too_large — the card would exceed 8 KB
   * @throws {SlackApprovalError} invalid_options — a line is not text
   */
  replaceContext(target: Target, lines: readonly string[]): Promise<CommandResult<Output>>;
  /**
   * Withdraws the pending approval of a key, and releases the key even if nothing is pending.
   *
   * @throws {SlackApprovalError} invalid_requester — `by` is neither a plain name nor `user('U…')`
   * @throws {SlackApprovalError} invalid_argument — `reason` is not text
   */
  withdraw(
    target: { readonly key: string },
    options: { readonly by: string | UserRule; readonly reason: string },
  ): Promise<CommandResult<Output>>;
  /** Releases a key: the next `ask` under it creates a new approval. */
  releaseKey(key: string): Promise<void>;
  /**
   * Finds the approval that a key holds: the one that `ask` would return under it.
   *
   * @returns null if the key is free, or if the record cannot be read
   */
  find(key: string): Promise<ApprovalView<Output> | null>;
  /** Shows what `ask` would post, and where. It stores and sends nothing. */
  preview(payload: Input): Promise<Preview>;
  /**
   * Waits for the decision, by polling the store for up to `timeout` of real time.
   *
   * @returns null if there is no decision by then
   * @throws {SlackApprovalError} not_found — there is no such approval of this kind
   * @throws {SlackApprovalError} record_corrupt — the stored approval cannot be read
   * @throws {SlackApprovalError} invalid_argument — `timeout` is not a duration
   * @throws {SlackApprovalError} aborted — `signal` was aborted, or this process stops
   */
  waitForDecision(
    id: string,
    options: { readonly timeout: Duration; readonly signal?: AbortSignal },
  ): Promise<Decision<Output> | null>;
}
