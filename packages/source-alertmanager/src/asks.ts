/** As much of an approval as is looked at here. */
export interface AskedApproval {
  readonly id: string;
  readonly status: string;
}

/** Why nothing was done: a value with a stable code. */
export interface AskRefusal {
  readonly code: string;
  readonly explanation: string;
}

/**
 * Where alerts ask: a kind, as `approvals.define` returns it.
 *
 * Or something that passes the same on to one in another process.
 */
export interface Asks<Input> {
  ask(
    payload: Input,
    options: { readonly key: string; readonly requester: string; readonly context: readonly string[] },
  ): Promise<{ readonly approval: AskedApproval; readonly created: boolean }>;
  withdraw(
    target: { readonly key: string },
    options: { readonly by: string; readonly reason: string },
  ): Promise<AskedApproval | AskRefusal>;
  replaceContext(target: { readonly id: string }, lines: readonly string[]): Promise<AskedApproval | AskRefusal>;
}
