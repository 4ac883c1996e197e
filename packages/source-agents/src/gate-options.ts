import { SlackApprovalError, type UserRule } from '@k8s-pizza/slack-approval';
import { type KnownKeys, refuseUnknownKeys } from '@k8s-pizza/slack-approval/host';
import type { CallKind, ToolCall } from './tool-call.js';

/**
 * Which calls ask people, and for whom.
 *
 * A gate belongs to one conversation of one person. It is cheap: make one for each run.
 */
export interface GateOptions<Name extends string = string> {
  /**
   * The kind that asks about each tool, by the tool's name. Its payload is the input of the tool, so pass the tool's own schema to
   * `define`: people then see every argument, and its `inputs` are the arguments that they can edit.
   */
  readonly tools: Readonly<Record<Name, CallKind>>;
  /**
   * The kind that asks about every other tool. Its payload is `{ tool, input }`: see `describeToolCall`.
   *
   * @default nobody is asked about other tools: see the entry of your framework
   */
  readonly otherTools?: CallKind;
  /** The name of the agent, as the card shows it. */
  readonly requester: string;
  /** The person who runs the agent: on the card, and unable to approve unless the kind allows it. @default none */
  readonly onBehalfOf?: UserRule;
  /**
   * The id of the chat, thread or run. Keys begin with it, as the ids of calls can be the same in two conversations. After a restart, pass
   * the same one.
   */
  readonly conversation: string;
  /**
   * Returns false for calls that may run without asking anyone. It gets the input as the model wrote it: check its types.
   *
   * @default every call asks
   */
  readonly needsApproval?: (call: ToolCall) => boolean | Promise<boolean>;
}

/** How long to wait for people. */
export interface WaitOptions {
  /** Ends the wait with `aborted`, and withdraws nothing: wait again to go on. @default none */
  readonly signal?: AbortSignal | undefined;
}

const known = {
  tools: true,
  otherTools: true,
  requester: true,
  onBehalfOf: true,
  conversation: true,
  needsApproval: true,
} satisfies KnownKeys<GateOptions>;

/** @throws {SlackApprovalError} invalid_options — an option is missing, unknown or of the wrong type */
export function checkGateOptions(options: GateOptions): void {
  refuseUnknownKeys('approvalGate', options, known);
  const { tools, otherTools, conversation, needsApproval } = options;
  if (typeof tools !== 'object' || tools === null) throw invalid('`tools` must be an object of kinds by tool');
  for (const [tool, kind] of Object.entries(tools)) {
    if (!isKind(kind)) throw invalid(`\`tools.${tool}\` must be a kind, which \`approvals.define\` returns`);
  }
  if (otherTools !== undefined && !isKind(otherTools)) throw invalid('`otherTools` must be a kind');
  if (typeof conversation !== 'string' || conversation === '') throw invalid('`conversation` must be a text');
  if (needsApproval !== undefined && typeof needsApproval !== 'function') {
    throw invalid('`needsApproval` must be a function');
  }
}

function isKind(value: unknown): boolean {
  const { ask, waitForDecision } = Object(value);
  return typeof ask === 'function' && typeof waitForDecision === 'function';
}

function invalid(what: string): SlackApprovalError {
  return new SlackApprovalError('invalid_options', `approvalGate: ${what}.`);
}
