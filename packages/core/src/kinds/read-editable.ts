import { readPayload } from '../commands/read-payload.js';
import type { Inputs } from '../domain/model/input.js';
import { inputProblem, valueAt } from '../domain/model/read-input.js';
import { SlackApprovalError } from '../errors.js';
import { isStable } from '../runtime/is-stable.js';
import type { KindDefinition } from '../runtime/runtime.js';

/**
 * `readPayload` for a kind: with inputs, an approver has to be able to edit the payload.
 *
 * @throws {SlackApprovalError} payload_not_editable — a property does not fit its input, or the schema changes its own output
 * @throws {SlackApprovalError} invalid_payload, payload_not_json, payload_too_large — as `readPayload`
 */
export async function readEditable(kind: KindDefinition, payload: unknown): Promise<unknown> {
  const { inputs } = kind.policy;
  const output = await readPayload(kind.schema, payload);
  if (inputs === undefined) return output;
  const misfits = misfitsOf(inputs, output);
  if (misfits.length > 0) throw notEditable(kind, `the payload does not fit its inputs at: ${misfits.join(', ')}.`);
  if (await isStable(kind, output)) return output;
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
