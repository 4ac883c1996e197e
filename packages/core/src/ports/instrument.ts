import type { SlackTransport } from './slack-transport.js';

/**
 * Something that takes time outside of this library.
 *
 * Later versions may add types: call `run` for those that you don't know.
 */
export type Operation =
  | { readonly type: 'store'; readonly method: 'get' | 'put' | 'claimDue' | 'list' }
  /** A call to Slack by this method of the transport; `reply`: a private reply to a click, by its `response_url`. */
  | { readonly type: 'slack'; readonly method: keyof SlackTransport | 'reply' }
  /** One attempt to deliver a decision. */
  | {
      readonly type: 'delivery';
      readonly approvalId: string;
      readonly kind: string;
      /** 1 for the first attempt; redeliveries continue the count. */
      readonly attempt: number;
      /** Write here before you call `run`: a webhook sends these headers with this attempt. */
      readonly headers: Record<string, string>;
    };

/**
 * A function that is called around each operation, for traces and metrics.
 *
 * It calls `run` before it returns or awaits anything. `run` never rejects. It resolves with how the operation ended, in one word:
 *
 * - store: `ok`, `conflict` or `failed`
 * - slack: `ok`, `retry`, `waiting`, `gone`, `unfit`, `unknown` (see `SlackOutcome`) or `failed`
 * - delivery: `delivered`, `retry` or `rejected`
 *
 * The operation runs once, whatever an instrument does: it can neither delay nor change it. An error of an instrument is logged once.
 */
export type Instrument = (operation: Operation, run: () => Promise<string>) => unknown;

/** Runs an operation within the instruments of this process. */
export type Observe = <Value>(operation: Operation, run: () => Promise<Value>) => Promise<Value>;
