import { SlackApprovalError } from '@k8s-pizza/slack-approval';
import { createCallGate } from './approval-gate.js';
import { denyEdited } from './denials.js';
import type { GateOptions, WaitOptions } from './gate-options.js';
import type { IdentifiedCall, Verdict } from './tool-call.js';

/** What people may answer about a call. */
export type DecisionType = 'approve' | 'edit' | 'reject';

/** What an interrupt of LangGraph has to have: an entry of `__interrupt__`, or of the tasks in a stored state. */
export interface InterruptLike {
  readonly id?: string | undefined;
  /** A `HITLRequest`; interrupts with other values are left alone. */
  readonly value?: unknown;
}

/** The answers to one interrupt, in the order of its calls: a `HITLResponse`. */
export interface HumanResponse {
  decisions: (
    | { type: 'approve' }
    | { type: 'edit'; editedAction: { name: string; args: Record<string, unknown> } }
    | { type: 'reject'; message: string }
  )[];
}

/** A gate for LangChain. */
export interface LangChainGate<Name extends string> {
  /** Interrupts the run at the tools that `tools` names. Pass it to `humanInTheLoopMiddleware`. */
  readonly interruptOn: Readonly<Record<Name, { allowedDecisions: DecisionType[] }>>;
  /**
   * Waits for people, and returns what the run goes on with: pass it as `resume` of a `Command`.
   *
   * Approved calls run with the arguments that people saw or edited, whatever the checkpoint holds by then.
   *
   * @param interrupts - `__interrupt__` of a result, or those of the tasks in the stored state
   * @returns the answers by the id of the interrupt
   * @throws {SlackApprovalError} aborted — the signal was aborted, or this process stops; the questions stay open
   * @throws {SlackApprovalError} invalid_argument — an interrupt has no id
   * @throws {SlackApprovalError} as `ask` of a kind
   */
  resume(interrupts: readonly InterruptLike[], options?: WaitOptions): Promise<Record<string, HumanResponse>>;
  /** Asks people about the calls of these interrupts, and tells whether they have answered all. It does not wait. */
  isDecided(interrupts: readonly InterruptLike[]): Promise<boolean>;
}

/**
 * Makes a gate for `humanInTheLoopMiddleware` of LangChain. Calls of other tools that interrupt are rejected, unless there is `otherTools`.
 *
 * @throws {SlackApprovalError} invalid_options — an option is missing or unknown
 */
export function approvalGate<Name extends string>(options: GateOptions<Name>): LangChainGate<Name> {
  const gate = createCallGate(options, { takesEdits: true });
  const allowedDecisions: DecisionType[] = ['approve', 'edit', 'reject'];
  const entries = Object.keys(options.tools).map((tool) => [tool, { allowedDecisions: [...allowedDecisions] }]);
  return {
    // as: these are the names in `tools`
    interruptOn: Object.fromEntries(entries) as LangChainGate<Name>['interruptOn'],
    async resume(interrupts, wait) {
      const calls = interrupts.flatMap(callsOf);
      const verdicts = await gate.decide(calls, wait);
      const responses: Record<string, HumanResponse> = {};
      for (const [index, { interruptId, tool, isEditable }] of calls.entries()) {
        responses[interruptId] ??= { decisions: [] };
        responses[interruptId].decisions.push(toDecision(tool, isEditable, verdicts[index]));
      }
      return responses;
    },
    async isDecided(interrupts) {
      return await gate.isDecided(interrupts.flatMap(callsOf));
    },
  };
}

interface InterruptedCall extends IdentifiedCall {
  readonly interruptId: string;
  readonly isEditable: boolean;
}

/** LangChain passes no ids of calls. An interrupt has an id that is stored with it, and its calls keep their order. */
function callsOf({ id, value }: InterruptLike): readonly InterruptedCall[] {
  const { actionRequests, reviewConfigs } = Object(value);
  if (!Array.isArray(actionRequests) || !Array.isArray(reviewConfigs)) return [];
  if (id === undefined) {
    throw new SlackApprovalError(
      'invalid_argument',
      'An interrupt must have an `id`, as those of LangGraph 1 have; got none. Pass the interrupts as LangGraph returns them.',
    );
  }
  return actionRequests.map(({ name, args }, index) => ({
    tool: String(name),
    input: args,
    callId: `${id}/${index}`,
    interruptId: id,
    isEditable: Object(reviewConfigs[index]).allowedDecisions?.includes('edit') === true,
  }));
}

function toDecision(
  name: string,
  isEditable: boolean,
  verdict: Verdict | undefined,
): HumanResponse['decisions'][number] {
  if (verdict?.type !== 'approved') return { type: 'reject', message: verdict?.message ?? '' };
  // as: people approved an object, which is what `args` is
  if (isEditable) return { type: 'edit', editedAction: { name, args: verdict.input as Record<string, unknown> } };
  if (!verdict.isEdited) return { type: 'approve' };
  return { type: 'reject', message: denyEdited({ tool: name, input: null }, verdict.input).message };
}
