import { enteredOf, readInput, valueAt } from '../domain/inputs/read-input.js';
import type { Person } from '../domain/model/person.js';
import { inputsOf } from '../domain/policy/choices.js';
import { wordsOf } from '../messages/words-of.js';
import { partValue } from '../record/parts.js';
import type { ApprovalRecord } from '../record/record.js';
import type { Runtime } from '../runtime/runtime.js';
import { cleanText } from '../slack/blocks/text.js';
import { inputField } from '../slack/surfaces/input-blocks.js';
import { invalid, type PreparedEdit, prepareEdit } from './prepare-edit.js';

/**
 * Reads what a person changed in the form that approves, and prepares it.
 *
 * @param fields - the entered values, by the ids of their blocks
 * @returns null: nothing is changed
 */
export async function submittedEdit(
  app: Pick<Runtime, 'kinds' | 'messages'>,
  record: ApprovalRecord,
  by: Person,
  fields: Readonly<Record<string, string>>,
): Promise<PreparedEdit | null> {
  const { approval, parts } = record;
  const payload = partValue(parts, approval.revision.payloadRef);
  const { inputProblem } = wordsOf(app.messages);
  const values: [string, unknown][] = [];
  const problems: [string, string][] = [];
  for (const [index, [name, input]] of Object.entries(inputsOf(approval) ?? {}).entries()) {
    const entered = fields[inputField(index)] ?? null;
    if (isAsShown(entered, valueAt(payload, name))) continue;
    const read = readInput(input, entered);
    if (read.problem === null) values.push([name, read.value]);
    else problems.push([name, inputProblem(read.problem)]);
  }
  if (problems.length > 0) return invalid(Object.fromEntries(problems));
  return values.length === 0 ? null : await prepareEdit(app, record, by, Object.fromEntries(values));
}

/** Slack does not show invisible characters, and may trim a text: what a person did not touch stays as it was. */
function isAsShown(entered: string | null, value: unknown): boolean {
  return cleanText(entered ?? '').trim() === cleanText(enteredOf(value)).trim();
}
