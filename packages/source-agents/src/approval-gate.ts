import { askCall, awaitVerdict, isDecidedNow, withdrawCall } from './ask-call.js';
import { checkGateOptions, type GateOptions, type WaitOptions } from './gate-options.js';
import type { IdentifiedCall, OpenCall, Verdict } from './tool-call.js';

/** A gate for a framework that has no entry here. */
export interface ApprovalGate {
  /**
   * Asks people about these calls and waits for all answers, in the order of the calls.
   *
   * Run an approved call with the `input` of its verdict, which an approver may have edited. Tell the model the `message` of a denied one.
   *
   * @throws {SlackApprovalError} aborted — the signal was aborted, or this process stops; the questions stay open
   * @throws {SlackApprovalError} as `ask` of a kind
   */
  decide(calls: readonly IdentifiedCall[], options?: WaitOptions): Promise<readonly Verdict[]>;
  /** Asks people about these calls, and tells whether all are answered. It does not wait. */
  isDecided(calls: readonly IdentifiedCall[]): Promise<boolean>;
}

/**
 * Makes a gate that asks people before a tool of an agent runs.
 *
 * @throws {SlackApprovalError} invalid_options — an option is missing or unknown
 *
 * @example
 * ```ts
 * import type { Kind } from '@k8s-pizza/slack-approval';
 * import { approvalGate } from '@k8s-pizza/slack-approval-agents';
 *
 * declare const refunds: Kind<{ amount: number }, { amount: number }>; // from approvals.define
 * const gate = approvalGate({ tools: { refund: refunds }, requester: 'support agent', conversation: 'chat-7' });
 * const [verdict] = await gate.decide([{ tool: 'refund', input: { amount: 40 }, callId: 'call-1' }]);
 * ```
 */
export function approvalGate(options: GateOptions): ApprovalGate {
  const { decide, isDecided } = createCallGate(options, { takesEdits: true });
  return { decide, isDecided };
}

interface CallGate extends ApprovalGate {
  /** Withdraws the question about a call that is not made any more. */
  withdraw(call: IdentifiedCall, reason: string): Promise<void>;
}

/** @param takesEdits - whether the framework can run a call with another input than the model's */
export function createCallGate(options: GateOptions, { takesEdits }: { readonly takesEdits: boolean }): CallGate {
  checkGateOptions(options);
  return {
    withdraw: (call, reason) => withdrawCall(options, call, reason),
    async decide(calls, { signal } = {}) {
      const asked = await askAll(options, calls);
      const failed = new AbortController();
      const wait = { signal: signal === undefined ? failed.signal : AbortSignal.any([signal, failed.signal]) };
      try {
        return await Promise.all(asked.map((one) => (one.type === 'open' ? awaitVerdict(one, takesEdits, wait) : one)));
      } finally {
        // one wait that fails ends the others
        failed.abort();
      }
    },
    async isDecided(calls) {
      const asked = await askAll(options, calls);
      const decided = await Promise.all(asked.map((one) => one.type !== 'open' || isDecidedNow(one)));
      return decided.every((isDecided) => isDecided);
    },
  };
}

/** One after the other, so that the cards are in the order of the calls. */
async function askAll(
  options: GateOptions,
  calls: readonly IdentifiedCall[],
): Promise<readonly (OpenCall | Verdict)[]> {
  const asked: (OpenCall | Verdict)[] = [];
  for (const call of calls) asked.push(await askCall(options, call));
  return asked;
}
