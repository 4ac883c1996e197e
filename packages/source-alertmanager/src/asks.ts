/** The fields of an approval that this package reads. */
export interface AskedApproval {
  readonly id: string;
  readonly status: string;
}

/** What a call came to: done, or refused with a stable code and an explanation. */
export type AskResult =
  | { readonly ok: true; readonly approval: AskedApproval }
  | { readonly ok: false; readonly code: string; readonly explanation: string };

/**
 * Where alerts ask for approval: a kind, as `approvals.define` returns it.
 *
 * You can implement it to forward the calls to a kind in another process.
 */
export interface Asks<Input> {
  ask(
    payload: Input,
    options: { readonly key: string; readonly requester: string; readonly context: readonly string[] },
  ): Promise<{ readonly approval: AskedApproval; readonly created: boolean }>;
  withdraw(
    target: { readonly key: string },
    options: { readonly by: string; readonly reason: string },
  ): Promise<AskResult>;
  replaceContext(target: { readonly id: string }, lines: readonly string[]): Promise<AskResult>;
}
