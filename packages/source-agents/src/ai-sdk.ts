import { createCallGate } from './approval-gate.js';
import type { GateOptions, WaitOptions } from './gate-options.js';
import type { IdentifiedCall, Verdict } from './tool-call.js';

/** What the AI SDK says of a call to the function in `toolApproval`. */
export interface ToolApprovalContext<Name extends string> {
  readonly toolCall: { readonly toolName: string; readonly toolCallId: string; readonly input: unknown };
  /** The tools of the agent. A gate for a tool that is not among them does not compile. */
  readonly tools: Readonly<Record<Name, unknown>> | undefined;
  readonly messages: readonly ToolMessageLike[];
}

/** What a message of the AI SDK has to have. */
export interface ToolMessageLike {
  readonly role: string;
  readonly content: string | readonly { readonly type: string }[];
}

/** What `toolApproval` answers about a call. */
export type ToolApprovalStatus =
  | 'not-applicable'
  | 'user-approval'
  | 'approved'
  | { readonly type: 'denied'; readonly reason: string };

/** A function for `toolApproval` of `generateText`, `streamText` and `ToolLoopAgent`. */
export type ToolApproval<Name extends string> = (context: ToolApprovalContext<Name>) => Promise<ToolApprovalStatus>;

/** The message that answers approval requests. */
export interface ToolApprovalMessage {
  readonly role: 'tool';
  content: { type: 'tool-approval-response'; approvalId: string; approved: boolean; reason?: string }[];
}

/** A gate for the AI SDK. */
export interface AiSdkGate<Name extends string> {
  /** Waits for people within the call, so the run goes on once they have answered. Pass it as `toolApproval`. */
  readonly waiting: ToolApproval<Name>;
  /**
   * Asks people and ends the run with `tool-approval-request`, so that you can store its messages. Pass it as `toolApproval`.
   *
   * The run that goes on with a `tool-approval-response` is checked against what people decided: a response that a client forged, or one
   * to other arguments, is denied.
   */
  readonly pausing: ToolApproval<Name>;
  /**
   * Waits for people, and returns the message that answers the approval requests in these messages. Append it, and run the agent again.
   *
   * @returns null if there is no request without an answer
   * @throws {SlackApprovalError} aborted — the signal was aborted, or this process stops; the questions stay open
   * @throws {SlackApprovalError} as `ask` of a kind
   */
  respond(messages: readonly ToolMessageLike[], options?: WaitOptions): Promise<ToolApprovalMessage | null>;
  /** Tells whether people have answered all approval requests in these messages. It does not wait. */
  isDecided(messages: readonly ToolMessageLike[]): Promise<boolean>;
}

/**
 * Makes a gate for the AI SDK. Tools that `tools` does not name run without approval, unless there is `otherTools`.
 *
 * @throws {SlackApprovalError} invalid_options — an option is missing or unknown
 *
 * @param options - `signal` ends the waits of `waiting` with `aborted`
 */
export function approvalGate<Name extends string>(options: GateOptions<Name> & WaitOptions): AiSdkGate<Name> {
  const { signal, ...gateOptions } = options;
  const gate = createCallGate(gateOptions, { takesEdits: false });
  const isGated = (tool: string) => Object.hasOwn(options.tools, tool) || options.otherTools !== undefined;
  // the app may have asked its user about other tools
  const gatedRequests = (messages: readonly ToolMessageLike[]) =>
    openRequests(messages).filter(({ call }) => isGated(call.tool));
  return {
    async waiting({ toolCall, messages }) {
      if (!isGated(toolCall.toolName)) return 'not-applicable';
      const [verdict] = await gate.decide([toCall(toolCall, messages)], { signal });
      return verdict?.type === 'approved' ? 'approved' : denied(verdict);
    },
    async pausing({ toolCall, messages }) {
      if (!isGated(toolCall.toolName)) return 'not-applicable';
      const call = toCall(toolCall, messages);
      if (!(await gate.isDecided([call]))) {
        // whatever a response says, nothing runs before people have answered
        return goesOn(messages, toolCall.toolCallId) ? notYet : 'user-approval';
      }
      const [verdict] = await gate.decide([call]);
      return verdict?.type === 'approved' ? 'approved' : denied(verdict);
    },
    async respond(messages, wait) {
      const requests = gatedRequests(messages);
      if (requests.length === 0) return null;
      const verdicts = await gate.decide(
        requests.map(({ call }) => call),
        wait,
      );
      return {
        role: 'tool',
        content: requests.map(({ approvalId }, index) => toResponse(approvalId, verdicts[index])),
      };
    },
    async isDecided(messages) {
      return await gate.isDecided(gatedRequests(messages).map(({ call }) => call));
    },
  };
}

const notYet = {
  type: 'denied',
  reason: 'The tool did not run: people have not answered yet whether it may.',
} as const;

function denied(verdict: Verdict | undefined): ToolApprovalStatus {
  return verdict?.type === 'denied' ? { type: 'denied', reason: verdict.message } : notYet;
}

function toCall(
  { toolName: tool, toolCallId, input }: ToolApprovalContext<string>['toolCall'],
  messages: readonly ToolMessageLike[],
): IdentifiedCall {
  // some models number their calls anew in each step: an earlier call under this id has its result already
  const earlierCount = countParts(messages, 'tool-result', toolCallId);
  return { tool, callId: earlierCount === 0 ? toolCallId : `${toolCallId} (${earlierCount + 1})`, input };
}

function toResponse(approvalId: string, verdict: Verdict | undefined): ToolApprovalMessage['content'][number] {
  const approved = verdict?.type === 'approved';
  return {
    type: 'tool-approval-response',
    approvalId,
    approved,
    ...(verdict?.type === 'denied' ? { reason: verdict.message } : {}),
  };
}

/** A run that goes on finds the call in the messages that it was given; in a run that makes the call, it is not there yet. */
function goesOn(messages: readonly ToolMessageLike[], toolCallId: string): boolean {
  return countParts(messages, 'tool-call', toolCallId) > countParts(messages, 'tool-result', toolCallId);
}

function countParts(messages: readonly ToolMessageLike[], wanted: string, id: string): number {
  return partsOf(messages).filter(({ type, toolCallId }) => type === wanted && toolCallId === id).length;
}

interface OpenRequest {
  readonly approvalId: string;
  readonly call: IdentifiedCall;
}

function openRequests(messages: readonly ToolMessageLike[]): readonly OpenRequest[] {
  const parts = partsOf(messages);
  const answered = new Set(
    parts.filter(({ type }) => type === 'tool-approval-response').map(({ approvalId }) => approvalId),
  );
  const calls = new Map(parts.filter(({ type }) => type === 'tool-call').map((part) => [part['toolCallId'], part]));
  return parts
    .filter(({ type, approvalId }) => type === 'tool-approval-request' && !answered.has(approvalId))
    .map(({ approvalId, toolCallId: id }) => {
      const toolCallId = String(id);
      const { toolName, input } = calls.get(toolCallId) ?? {};
      const call = toCall({ toolName: String(toolName), toolCallId, input }, messages);
      return { approvalId: String(approvalId), call };
    });
}

function partsOf(messages: readonly ToolMessageLike[]): readonly Readonly<Record<string, unknown>>[] {
  return messages.flatMap(({ content }) => (typeof content === 'string' ? [] : content.map((part) => ({ ...part }))));
}
