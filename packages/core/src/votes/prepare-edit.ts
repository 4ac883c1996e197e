import type { StandardSchemaV1 } from '@standard-schema/spec';
import { contentOf } from '../commands/content-of.js';
import { newRevision } from '../commands/new-revision.js';
import { readPayload } from '../commands/read-payload.js';
import { inputProblem } from '../domain/inputs/read-input.js';
import type { Approval, Edit } from '../domain/model/approval.js';
import type { Inputs } from '../domain/model/input.js';
import { unmarked } from '../domain/model/live-text.js';
import type { Person } from '../domain/model/person.js';
import { type Refusal, refusal } from '../domain/model/refusal.js';
import { inputsOf } from '../domain/policy/choices.js';
import { openAnswers } from '../domain/policy/own-answers.js';
import { isSlackApprovalError } from '../errors.js';
import type { Messages } from '../messages/words/messages.js';
import { wordsOf } from '../messages/words-of.js';
import { canonicalJson } from '../record/hashing/canonical-json.js';
import { type NewPart, partValue } from '../record/parts.js';
import type { ApprovalRecord } from '../record/record.js';
import { isStable } from '../runtime/is-stable.js';
import { keepsPolicy } from '../runtime/keeps-policy.js';
import type { KindDefinition, Runtime } from '../runtime/runtime.js';
import { type DrawnContent, readCard } from '../slack/card/card-content.js';

/** Why a text stands under an input, by the name of the input. */
export type FieldProblems = Readonly<Record<string, string>>;

/** What a vote brings beside its answer: a revision to decide on, or why what was changed cannot be decided on. */
export type PreparedEdit =
  | { readonly type: 'edit'; readonly edit: Edit; readonly parts: readonly NewPart[] }
  | { readonly type: 'refused'; readonly refusal: Refusal; readonly problems: FieldProblems };

/**
 * Prepares the revision that an approval of changed values decides on: everything that depends on the payload is computed for it again.
 *
 * @param values - the values that fit their inputs, or don't, by the name of the property
 * @returns null: nothing is changed
 */
export async function prepareEdit(
  app: Pick<Runtime, 'kinds' | 'messages'>,
  record: ApprovalRecord,
  by: Person,
  values: Readonly<Record<string, unknown>>,
): Promise<PreparedEdit | null> {
  const { approval, parts } = record;
  const words = wordsOf(app.messages);
  const inputs = inputsOf(approval) ?? {};
  const misfits = misfitsOf(inputs, values, words);
  if (misfits !== null) return invalid(misfits);

  const before = partValue(parts, approval.revision.payloadRef);
  // as: a payload that fits inputs is an object
  const merged = { ...(before as object), ...values };
  if (canonicalJson(merged) === canonicalJson(before)) return null;
  const kind = app.kinds.get(approval.kind);
  if (kind === undefined) return refused(refusal('kind_not_defined', {}));
  try {
    const read = await readEdited(kind, inputs, merged, notAccepted(words));
    if (read.problems !== null) return invalid(read.problems);
    const { payload } = read;
    if (!keepsPolicy(kind, payload, approval.policy)) return refused(refusal('policy_changed', {}));
    return knownEdit(record, by, payload) ?? newEdit(approval, payload, readCard(contentOf(kind, payload), null));
  } catch (error) {
    const isTooLarge =
      isSlackApprovalError(error) && (error.code === 'payload_too_large' || error.code === 'content_too_large');
    if (isTooLarge) return refused(refusal('record_too_large', { cause: 'edit' }));
    throw error;
  }
}

function misfitsOf(inputs: Inputs, values: Readonly<Record<string, unknown>>, words: Messages): FieldProblems | null {
  const problems = Object.entries(values).flatMap(([name, value]): readonly (readonly [string, string])[] => {
    const input = Object.hasOwn(inputs, name) ? inputs[name] : undefined;
    if (input === undefined) return [[name, words.notAnInput]];
    const problem = inputProblem(input, value);
    return problem === null ? [] : [[name, words.inputProblem(problem)]];
  });
  return problems.length === 0 ? null : Object.fromEntries(problems);
}

function notAccepted({ refusal: say }: Messages): string {
  return say(refusal('invalid_edit', { cause: 'not_accepted', problems: [] }));
}

type Read = { readonly payload: unknown; readonly problems: null } | { readonly problems: FieldProblems };

/** Validates an edited payload by the kind's schema. What it returns has to stay as it is, since it is checked again when it is decided on. */
async function readEdited(kind: KindDefinition, inputs: Inputs, merged: object, instead: string): Promise<Read> {
  const result = kind.schema === null ? { value: merged } : await kind.schema['~standard'].validate(merged);
  if (result.issues !== undefined) return { problems: problemsOf(result.issues, inputs) };
  const payload = await readPayload(null, result.value);
  if (await isStable(kind, payload)) return { payload, problems: null };
  return { problems: problemsOf([{ message: instead }], inputs) };
}

/** The problems under their inputs. One of another property stands under the first input, with its place. */
function problemsOf(issues: readonly StandardSchemaV1.Issue[], inputs: Inputs): FieldProblems {
  const [first = ''] = Object.keys(inputs);
  const problems = issues.map(({ message, path = [] }): readonly [string, string] => {
    const place = path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.');
    if (Object.hasOwn(inputs, place)) return [place, message];
    return [first, place === '' ? message : `${place}: ${message}`];
  });
  // of several problems of an input, its first one is shown
  return Object.fromEntries(problems.toReversed());
}

/** The edit that this person has given before, while it is being checked. */
function knownEdit({ approval, parts }: ApprovalRecord, by: Person, payload: unknown): PreparedEdit | null {
  const edit = openAnswers(approval, by).at(-1)?.edit;
  if (edit === undefined || canonicalJson(partValue(parts, edit.payloadRef)) !== canonicalJson(payload)) return null;
  return { type: 'edit', edit, parts: [] };
}

function newEdit({ id, kind, revision, policy }: Approval, payload: unknown, drawn: DrawnContent): PreparedEdit {
  const { revision: edit, parts } = newRevision({ id, number: revision.number + 1, kind, payload, drawn, policy });
  return { type: 'edit', edit, parts };
}

export function invalid(problems: FieldProblems): PreparedEdit {
  const named = Object.entries(problems).map(([name, problem]) => ({
    name: unmarked(name),
    problem: unmarked(problem),
  }));
  return { type: 'refused', refusal: refusal('invalid_edit', { cause: 'values', problems: named }), problems };
}

function refused(why: Refusal): PreparedEdit {
  return { type: 'refused', refusal: why, problems: {} };
}
