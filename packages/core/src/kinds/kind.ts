import type { UserRule } from '../domain/model/policy.js';
import type { Refusal } from '../domain/model/refusal.js';
import type { Decision } from '../ports/decision-sink.js';
import type { ApprovalView } from '../views/to-approval.js';
import type { Preview } from './preview.js';

/**
 * A kind of approvals, as `define` returns it.
 *
 * A method throws `invalid_argument` for an option it does not know.
 */
export interface Kind<Input, Output> {
  /**
   * Asks people. Under a key there is one open occasion: asking again finds it (`created: false`), and `changed` says that its payload is another.
   * The card is posted by this process after it returns; a process that ends at once awaits `approvals.settled()` first.
   *
   * @throws {SlackApprovalError} invalid_payload, payload_not_json, payload_too_large, content_too_large — what was asked cannot be shown and kept
   * @throws {SlackApprovalError} invalid_argument — a channel is not given by its id
   * @throws {SlackApprovalError} unsatisfiable_policy — only the person who asks could decide it
   * @throws {SlackApprovalError} invalid_requester — no requester, or a plain name that contains a Slack user id
   */
  ask(
    payload: Input,
    options: {
      readonly key?: string;
      readonly requester: string | UserRule;
      readonly channel?: string;
      /** Lines that merely explain, in place of those that `card` returns; see `replaceContext`. */
      readonly context?: readonly string[];
    },
  ): Promise<{
    readonly approval: ApprovalView<Output>;
    readonly created: boolean;
    readonly changed?: boolean;
    /** How many posts come before its first card in this process, or the seconds until its turn: whichever is more. 0: it is posted at once, or is already. */
    readonly waitingBefore: number;
  }>;
  /** Replaces the payload of a pending approval. Votes become void and their people are told; expiry and reminders keep their instants. */
  amend(
    target: { readonly id: string } | { readonly key: string },
    payload: Input,
    options: { readonly by: string | UserRule },
  ): Promise<ApprovalView<Output> | Refusal>;
  /**
   * Replaces the lines that merely explain (`context`) on a pending card: counts that move, who else is affected. They are shown, and are no part of
   * the digest: votes stand, and nobody is told.
   *
   * @throws {SlackApprovalError} content_too_large, invalid_options — the card would exceed 8 KB; a line is not text
   */
  replaceContext(
    target: { readonly id: string } | { readonly key: string },
    lines: readonly string[],
  ): Promise<ApprovalView<Output> | Refusal>;
  /** Withdraws what is pending under the key, and frees the key in every case. */
  withdraw(
    target: { readonly key: string },
    options: { readonly by: string | UserRule; readonly reason: string },
  ): Promise<ApprovalView<Output> | Refusal>;
  /** Frees a key: the next `ask` under it asks anew. */
  release(key: string): Promise<void>;
  /** What asking this would show, and to whom, without asking. */
  preview(payload: Input): Promise<Preview>;
  /**
   * Waits for the decision by reading the store, up to `timeoutMs` of real time.
   *
   * @returns null where none fell by then
   * @throws {SlackApprovalError} invalid_argument — `timeoutMs` is no number
   */
  decided(id: string, options: { readonly timeoutMs: number }): Promise<Decision<Output> | null>;
}
