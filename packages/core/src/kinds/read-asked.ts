import { readPayload } from '../commands/read-payload.js';
import { inputProblem, valueAt } from '../domain/inputs/read-input.js';
import type { Inputs } from '../domain/model/input.js';
import type { Policy } from '../domain/model/policy.js';
import { SlackApprovalError } from '../errors.js';
import { isStable } from '../runtime/is-stable.js';
import type { KindDefinition } from '../runtime/runtime.js';

/**
 * Reads what is asked: the payload as the schema returns it, and its policy. With inputs, an approver has to be able to edit it.
 *
 * @throws {SlackApprovalError} payload_not_editable — a property does not fit its input, or the schema changes its own output
 * @throws {SlackApprovalError} invalid_options, unsatisfiable_policy — as `policyOf`
 * @throws {SlackApprovalError} invalid_payload, payload_not_json, payload_too_large — as `readPayload`
 */
export async function readAsked(kind: KindDefinition, given: unknown): Promise<Asked> {
  const payload = await readPayload(kind.schema, given);
  const policy = kind.policyOf(payload);
  if (policy.inputs !== undefined) await requireEditable(kind, policy.inputs, payload);
  return { payload, policy };
}

/** What is asked, and who decides it. */
export interface Asked {
  readonly payload: unknown;
  readonly policy: Policy;
}

async function requireEditable(kind: KindDefinition, inputs: Inputs, payload: unknown): Promise<void> {
  const misfits = misfitsOf(inputs, payload);
  if (misfits.length > 0) throw notEditable(kind, `the payload does not fit its inputs at: ${misfits.join(', ')}.`);
  if (await isStable(kind, payload)) return;
  throw notEditable(kind, 'its schema changes or refuses what it has returned: leave out its transforms.');
}

/** Names each property that does not fit, and why. No values: they can be secret. */
function misfitsOf(inputs: Inputs, payload: unknown): readonly string[] {
  return Object.entries(inputs).flatMap(([name, input]) => {
    const problem = inputProblem(input, valueAt(payload, name));
    return problem === null ? [] : [`${name} (${problem.code})`];
  });
}

function notEditable({ name }: KindDefinition, why: string): SlackApprovalError {
  return new SlackApprovalError('payload_not_editable', `People could not edit this payload of "${name}": ${why}`);
}
