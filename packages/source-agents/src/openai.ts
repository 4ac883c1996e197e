import { createCallGate } from './approval-gate.js';
import type { GateOptions, WaitOptions } from './gate-options.js';
import type { IdentifiedCall } from './tool-call.js';

/** What an interruption of a run has to have: `RunToolApprovalItem` of the OpenAI Agents SDK. */
export interface ApprovalItem {
  readonly name?: string | undefined;
  /** JSON, as the model wrote it. */
  readonly arguments?: string | undefined;
  readonly rawItem: object;
}

/** What the state of a run has to have: `RunState` of the OpenAI Agents SDK. */
export interface InterruptedState<Item extends ApprovalItem> {
  getInterruptions(): readonly Item[];
  approve(item: Item): void;
  reject(item: Item, options: { message: string }): void;
}

/** A gate for the OpenAI Agents SDK. */
export interface OpenAiGate {
  /**
   * Waits for people, and approves or rejects every interruption of a run. Then run the agent again with the state.
   *
   * Call it directly before that, with the state as it was stored: what it approves in the state is not checked again.
   *
   * @throws {SlackApprovalError} aborted — the signal was aborted, or this process stops; the questions stay open
   * @throws {SlackApprovalError} as `ask` of a kind
   */
  resolveInterruptions<Item extends ApprovalItem>(state: InterruptedState<Item>, options?: WaitOptions): Promise<void>;
  /** Asks people about the interruptions of a run, and tells whether they have answered all. It does not wait. */
  isDecided<Item extends ApprovalItem>(state: InterruptedState<Item>): Promise<boolean>;
}

/**
 * Makes a gate for the OpenAI Agents SDK. Give the tools `needsApproval: true`; those that `tools` does not name are rejected.
 *
 * @throws {SlackApprovalError} invalid_options — an option is missing or unknown
 */
export function approvalGate(options: GateOptions): OpenAiGate {
  const gate = createCallGate(options, { takesEdits: false });
  return {
    async resolveInterruptions(state, wait) {
      const items = state.getInterruptions();
      const verdicts = await gate.decide(items.map(toCall), wait);
      for (const [index, item] of items.entries()) {
        const verdict = verdicts[index];
        if (verdict?.type === 'approved') state.approve(item);
        else state.reject(item, { message: verdict?.message ?? '' });
      }
    },
    async isDecided(state) {
      return await gate.isDecided(state.getInterruptions().map(toCall));
    },
  };
}

function toCall({ name = '', arguments: text, rawItem }: ApprovalItem): IdentifiedCall {
  const { callId, id } = Object(rawItem);
  return { tool: name, callId: callId ?? id ?? '', input: readArguments(text) };
}

/** @returns the text itself if it is no JSON, which no schema of an object takes; undefined if the call has no arguments */
function readArguments(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}
