import { createCallGate } from './approval-gate.js';
import type { GateOptions, WaitOptions } from './gate-options.js';
import type { IdentifiedCall } from './tool-call.js';

/** What the output of `agent.generate` of Mastra has to have. */
export interface GeneratedOutput {
  readonly runId?: string | undefined;
  readonly finishReason?: unknown;
  readonly suspendPayload?: unknown;
}

/** What a run of `agent.listSuspendedRuns` of Mastra has to have. */
export interface SuspendedRun {
  readonly runId: string;
  readonly toolCalls: readonly {
    readonly toolCallId?: string | undefined;
    readonly toolName?: string | undefined;
    readonly args?: unknown;
    readonly requiresApproval: boolean;
  }[];
}

/** What an agent of Mastra has to have. */
export interface ApprovingAgent<Output> {
  approveToolCallGenerate(options: { runId: string; toolCallId: string }): Promise<Output>;
  declineToolCallGenerate(options: { runId: string; toolCallId: string; reason: string }): Promise<Output>;
}

/** A gate for Mastra. */
export interface MastraGate {
  /**
   * Waits for people and goes on with the run, until it is suspended for no approval.
   *
   * @returns the last output
   * @throws {SlackApprovalError} aborted — the signal was aborted, or this process stops; the questions stay open
   * @throws {SlackApprovalError} as `ask` of a kind
   */
  settle<Output extends GeneratedOutput>(
    agent: ApprovingAgent<Output>,
    output: Output,
    options?: WaitOptions,
  ): Promise<Output>;
  /**
   * Goes on with a run of `listSuspendedRuns`, such as after a restart, as `settle` does.
   *
   * @returns null if the run waits for no approval
   * @throws {SlackApprovalError} as `settle`
   */
  resume<Output extends GeneratedOutput>(
    agent: ApprovingAgent<Output>,
    run: SuspendedRun,
    options?: WaitOptions,
  ): Promise<Output | null>;
  /** Asks people about the call that a run waits for, and tells whether they have answered. It does not wait. */
  isDecided(run: SuspendedRun): Promise<boolean>;
}

/**
 * Makes a gate for Mastra. Give the tools `requireApproval: true`; those that `tools` does not name are declined, unless there is `otherTools`.
 *
 * @throws {SlackApprovalError} invalid_options — an option is missing or unknown
 */
export function approvalGate(options: GateOptions): MastraGate {
  const gate = createCallGate(options, { takesEdits: false });

  async function answer<Output>(
    agent: ApprovingAgent<Output>,
    { call, runId, toolCallId }: SuspendedCall,
    wait: WaitOptions | undefined,
  ): Promise<Output> {
    const [verdict] = await gate.decide([call], wait);
    if (verdict?.type === 'approved') return await agent.approveToolCallGenerate({ runId, toolCallId });
    return await agent.declineToolCallGenerate({ runId, toolCallId, reason: verdict?.message ?? '' });
  }

  async function settle<Output extends GeneratedOutput>(
    agent: ApprovingAgent<Output>,
    output: Output,
    wait?: WaitOptions,
  ): Promise<Output> {
    let last = output;
    // Mastra suspends a run at one call after the other
    for (let suspended = callOfOutput(last); suspended !== null; suspended = callOfOutput(last)) {
      last = await answer(agent, suspended, wait);
    }
    return last;
  }

  return {
    settle,
    async resume(agent, run, wait) {
      const suspended = callOfRun(run);
      return suspended === null ? null : await settle(agent, await answer(agent, suspended, wait), wait);
    },
    async isDecided(run) {
      const suspended = callOfRun(run);
      return suspended === null || (await gate.isDecided([suspended.call]));
    },
  };
}

interface SuspendedCall {
  readonly call: IdentifiedCall;
  readonly runId: string;
  readonly toolCallId: string;
}

/** @returns null if the run has ended, or was suspended by a tool that asks for something else */
function callOfOutput({ runId, finishReason, suspendPayload }: GeneratedOutput): SuspendedCall | null {
  const { toolCallId, toolName, args } = Object(suspendPayload);
  if (finishReason !== 'suspended' || runId === undefined) return null;
  return suspendedCall(runId, toolCallId, toolName, args);
}

function callOfRun({ runId, toolCalls }: SuspendedRun): SuspendedCall | null {
  const waiting = toolCalls.find(({ requiresApproval }) => requiresApproval);
  if (waiting === undefined) return null;
  const { toolCallId, toolName, args } = waiting;
  return suspendedCall(runId, toolCallId, toolName, args);
}

function suspendedCall(runId: string, toolCallId: unknown, tool: unknown, input: unknown): SuspendedCall | null {
  if (typeof toolCallId !== 'string' || typeof tool !== 'string') return null;
  return { call: { tool, input, callId: `${runId}/${toolCallId}` }, runId, toolCallId };
}
