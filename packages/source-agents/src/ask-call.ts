import { isDeepStrictEqual } from 'node:util';
import { type Approval, type Decision, type ErrorCode, isSlackApprovalError } from '@k8s-pizza/slack-approval';
import { callKey } from './call-key.js';
import { denyChanged, denyDecided, denyEdited, denyUnasked } from './denials.js';
import type { GateOptions, WaitOptions } from './gate-options.js';
import type { CallKind, DeniedCall, IdentifiedCall, OpenCall, ToolCall, Verdict } from './tool-call.js';

/** Asks about a call, unless it may run or cannot be asked about. The same call, asked about again, finds the same approval. */
export async function askCall(options: GateOptions, call: IdentifiedCall): Promise<OpenCall | Verdict> {
  const { requester, onBehalfOf, needsApproval } = options;
  const asked = questionOf(options, call);
  // nothing but `false` lets a call pass, and an error stops it
  if ((await needsApproval?.({ tool: call.tool, input: call.input })) === false) {
    return { type: 'approved', input: call.input, isEdited: false };
  }
  if (asked === null) return denyUnasked(call, 'This tool has no approvers.');
  // calls without ids would share one approval
  if (typeof call.callId !== 'string' || call.callId === '') return denyUnasked(call, 'The call has no id.');
  const { kind, payload, inputIn } = asked;
  const key = callKey(options, call);
  try {
    const { approval, changed } = await kind.ask(payload, {
      key,
      requester,
      ...(onBehalfOf === undefined ? {} : { onBehalfOf }),
    });
    if (changed || !isFor(approval, options)) return denyChanged(call);
    return { type: 'open', call, kind, key, approval, inputIn };
  } catch (error) {
    return denyFault(call, error);
  }
}

/** Waits for the decision about an open call. @param takesEdits - whether the framework can run the call with another input */
export async function awaitVerdict(open: OpenCall, takesEdits: boolean, { signal }: WaitOptions): Promise<Verdict> {
  const { kind, approval } = open;
  const wait = { timeout: '1d', ...(signal === undefined ? {} : { signal }) };
  for (;;) {
    const decision = await kind.waitForDecision(approval.id, wait);
    if (decision !== null) return toVerdict(open, decision, takesEdits);
  }
}

/** Tells whether people have decided about an open call. */
export async function isDecidedNow({ kind, approval }: OpenCall): Promise<boolean> {
  return (await kind.waitForDecision(approval.id, { timeout: '0s' })) !== null;
}

/** Withdraws the question about a call, if there is one that is still open. */
export async function withdrawCall(options: GateOptions, call: IdentifiedCall, reason: string): Promise<void> {
  await questionOf(options, call)?.kind.withdraw({ key: callKey(options, call) }, { by: options.requester, reason });
}

function toVerdict(open: OpenCall, decision: Decision<unknown>, takesEdits: boolean): Verdict {
  const { call, inputIn } = open;
  if (decision.outcome !== 'approved') return denyDecided(call, decision);
  const approved = inputIn(decision.payload);
  if (approved === null) return denyChanged(call);
  const { input } = approved;
  const isEdited = !isDeepStrictEqual(input, asJson(call.input));
  return isEdited && !takesEdits ? denyEdited(call, input) : { type: 'approved', input, isEdited };
}

interface CallQuestion extends Pick<OpenCall, 'inputIn'> {
  readonly kind: CallKind;
  readonly payload: unknown;
}

function questionOf({ tools, otherTools }: GateOptions, { tool, input }: ToolCall): CallQuestion | null {
  const kind = Object.hasOwn(tools, tool) ? tools[tool] : undefined;
  if (kind !== undefined) return { kind, payload: input, inputIn: (payload) => ({ input: payload }) };
  if (otherTools === undefined) return null;
  return {
    kind: otherTools,
    payload: { tool, input },
    inputIn: (payload) => {
      const approved = Object(payload);
      return approved.tool === tool ? { input: approved.input } : null;
    },
  };
}

/** The key belongs to a conversation, and a conversation to one person. */
function isFor({ onBehalfOf }: Approval<unknown>, options: GateOptions): boolean {
  return (onBehalfOf?.userId ?? null) === (options.onBehalfOf?.id ?? null);
}

/** What `ask` says of an input that the model can correct. Everything else is for the developer, and stops the run. */
const faultsOfInput: readonly ErrorCode[] = [
  'invalid_payload',
  'payload_not_json',
  'payload_too_large',
  'payload_not_editable',
  'content_too_large',
];

function denyFault(call: ToolCall, error: unknown): DeniedCall {
  if (isSlackApprovalError(error) && faultsOfInput.includes(error.code)) return denyUnasked(call, error.message);
  throw error;
}

function asJson(input: unknown): unknown {
  // JSON has no undefined members; `ask` has refused everything else that JSON cannot say
  return input === undefined ? undefined : JSON.parse(JSON.stringify(input));
}
