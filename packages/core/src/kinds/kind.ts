import type { CommandResult } from '../commands/command.js';
import type { UserRule } from '../domain/model/policy.js';
import type { Duration } from '../options/duration.js';
import type { Decision } from '../ports/decision-sink.js';
import type { ApprovalView } from '../views/to-approval.js';
import type { Preview } from './preview.js';

/** Who asks, under which key, and where. */
export interface AskOptions {
  /** The same key finds the same card: asking again is idempotent. 1 to 2,000 characters. @default every call asks anew */
  readonly key?: string;
  /** A system's plain name, or `user('U…')` for a person, who then may not approve what they asked for. */
  readonly requester: string | UserRule;
  /** A channel id, in place of the kind's `channel`. */
  readonly channel?: string;
  /** Lines that explain, in place of those that `card` returns. See `replaceContext`. */
  readonly context?: readonly string[];
}

/** The approval that `ask` has made, or found under its key. */
export interface Asked<Payload> {
  readonly approval: ApprovalView<Payload>;
  /** false: the key was held, and this is the approval that holds it. */
  readonly created: boolean;
  /** The key is held by an approval with another payload. Nothing was done about that: `amend` replaces it. */
  readonly changed: boolean;
  /** Posts that come before its first card in this process, or the seconds until its turn: whichever is more. 0: it is posted at once, or is already. */
  readonly waitingBefore: number;
}

/** An approval by its id, or the newest under a key. */
export type Target = { readonly id: string } | { readonly key: string };

/**
 * A kind of approvals, as `define` returns it.
 *
 * A method throws `invalid_argument` for an option it does not know.
 */
export interface Kind<Input, Output> {
  /**
   * Asks people. The card is posted by this process after `ask` returns: await `approvals.flush()` before a process ends.
   *
   * @throws {SlackApprovalError} invalid_payload, payload_not_json, payload_too_large, content_too_large — what is asked cannot be shown and kept
   * @throws {SlackApprovalError} invalid_argument — a channel is not given by its id, or the key is not 1 to 2,000 characters
   * @throws {SlackApprovalError} unsatisfiable_policy — only the person who asks could decide it
   * @throws {SlackApprovalError} invalid_requester — no requester, or a plain name that contains a Slack user id
   * @throws {SlackApprovalError} store_conflict, record_too_large, record_newer, record_corrupt — the store did not take it
   */
  ask(payload: Input, options: AskOptions): Promise<Asked<Output>>;
  /** Replaces the payload of a pending approval. Votes become void and their people are told; expiry and reminders keep their instants. */
  amend(target: Target, payload: Input, options: { readonly by: string | UserRule }): Promise<CommandResult<Output>>;
  /**
   * Replaces the lines that explain (`context`) on a pending card, such as counts that move. They are shown, and are not part of the
   * digest: votes stand, and nobody is told.
   *
   * @throws {SlackApprovalError} content_too_large, invalid_options — the card would exceed 8 KB; a line is not text
   */
  replaceContext(target: Target, lines: readonly string[]): Promise<CommandResult<Output>>;
  /** Withdraws what is pending under the key, and frees the key in every case. */
  withdraw(
    target: { readonly key: string },
    options: { readonly by: string | UserRule; readonly reason: string },
  ): Promise<CommandResult<Output>>;
  /** Frees a key: the next `ask` under it asks anew. */
  releaseKey(key: string): Promise<void>;
  /** What asking this would show, and to whom, without asking. */
  preview(payload: Input): Promise<Preview>;
  /**
   * Waits for the decision by reading the store, up to `timeout` of real time.
   *
   * @returns null if there is no decision by then
   * @throws {SlackApprovalError} invalid_argument — `timeout` is not a duration
   */
  waitForDecision(id: string, options: { readonly timeout: Duration }): Promise<Decision<Output> | null>;
}
