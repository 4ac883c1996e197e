import type { UserRule } from '../domain/model/policy.js';
import type { Decision, DeliveryContext } from '../ports/decision-sink.js';
import type { Kind } from './kind.js';

/** A value after a round trip through JSON, as every caller gets it. */
export type Jsonified<Value> = unknown extends Value
  ? unknown
  : Value extends string | number | boolean | null | undefined
    ? Value
    : Value extends void
      ? Value
      : Value extends { toJSON(): infer Json }
        ? Jsonified<Json>
        : Value extends (...args: never[]) => unknown
          ? never
          : Value extends bigint | symbol
            ? never
            : Value extends readonly unknown[]
              ? { [Index in keyof Value]: Jsonified<Value[Index]> }
              : Value extends object
                ? { [Name in keyof Value]: Jsonified<Value[Name]> }
                : never;

/** What a guarded function gets beside the payload. */
export type GuardContext<Payload, Id extends string = string> = DeliveryContext & {
  readonly decision: Decision<Payload, Id>;
};

/** Who asks for a guarded call, and under which key. */
export interface GuardOptions {
  /** The same key is the same call: its function runs once, and every caller gets that result. 1 to 2,000 characters. */
  readonly key: string;
  /** The name of a system, or `user('U…')` for a person. */
  readonly requester: string | UserRule;
  /** The person that the requester asks for: shown on the card, and bound by `allowSelfApproval` like the requester. @default none */
  readonly onBehalfOf?: UserRule;
  /** Ends the wait with `aborted`, and withdraws nothing: call again under the same key to go on. @default none */
  readonly signal?: AbortSignal;
}

/** A function that runs once people have approved the call. */
export interface Guarded<Input, Output, Value> {
  /**
   * Asks, waits for the approval, and returns what the function returned, in whichever process it ran.
   *
   * @throws {SlackApprovalError} rejected, expired, withdrawn — people did not approve; the message has their reason
   * @throws {SlackApprovalError} never_carried_out — it was approved, and the function failed to the end; `cause` is its error if it
   *   ran in this process
   * @throws {SlackApprovalError} key_changed — the key holds another question
   * @throws {SlackApprovalError} result_not_kept — it has run; its result is no JSON of at most 8 KB
   * @throws {SlackApprovalError} erased — it has run, and its result was erased
   * @throws {SlackApprovalError} aborted — `signal` was aborted, or this process stops
   * @throws {SlackApprovalError} as `ask` of a kind
   */
  (payload: Input, options: GuardOptions): Promise<Jsonified<Value>>;
  /** The kind of its approvals. */
  readonly kind: Kind<Input, Output>;
}
