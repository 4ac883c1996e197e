import { isSlackApprovalError } from '@k8s-pizza/slack-approval';
import { createCallGate } from './approval-gate.js';
import type { GateOptions } from './gate-options.js';

/** What the Claude Agent SDK says of a call to `canUseTool`. */
export interface PermissionContext {
  readonly signal: AbortSignal;
  readonly toolUseID: string;
}

/** What `canUseTool` answers: a `PermissionResult`. */
export type PermissionAnswer =
  | { behavior: 'allow'; updatedInput: Record<string, unknown> }
  | { behavior: 'deny'; message: string };

/** A gate for the Claude Agent SDK. */
export interface ClaudeGate {
  /**
   * Waits for people. An allowed call runs with what they saw or edited.
   *
   * When the session interrupts the call, it withdraws the question: Claude never makes a call again under the same id.
   */
  readonly canUseTool: (
    toolName: string,
    input: Record<string, unknown>,
    context: PermissionContext,
  ) => Promise<PermissionAnswer>;
}

/**
 * Makes a gate for the Claude Agent SDK. Calls of tools that `tools` does not name are denied, unless there is `otherTools`.
 *
 * @throws {SlackApprovalError} invalid_options — an option is missing or unknown
 */
export function approvalGate(options: GateOptions): ClaudeGate {
  const gate = createCallGate(options, { takesEdits: true });
  return {
    async canUseTool(tool, input, { signal, toolUseID: callId }) {
      const call = { tool, input, callId };
      try {
        const [verdict] = await gate.decide([call], { signal });
        if (verdict?.type !== 'approved') return { behavior: 'deny', message: verdict?.message ?? '' };
        // as: people approved an object, which is what the input is
        return { behavior: 'allow', updatedInput: verdict.input as Record<string, unknown> };
      } catch (error) {
        if (!signal.aborted || !isSlackApprovalError(error) || error.code !== 'aborted') throw error;
        await gate.withdraw(call, 'The agent was interrupted.');
        return { behavior: 'deny', message: 'The call was interrupted.' };
      }
    },
  };
}
