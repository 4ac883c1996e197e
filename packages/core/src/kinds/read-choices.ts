import { isBlank } from '../commands/read-places.js';
import type { Choice, Policy } from '../domain/model/policy.js';
import { isPlainObject } from '../is-plain-object.js';
import { replaceLoneSurrogates } from '../slack/request/body/json-fields.js';
import type { AnyKindOptions } from './kind-options.js';
import type { Report } from './read-rules.js';

const maxChoices = 5;
const idPattern = /^[a-z0-9_-]{1,40}$/;
const maxLabelLength = 75;
/** Leaves room for the title in a dialog, which takes 300 characters in all. */
const maxConfirmLength = 150;

const allowed = {
  answer: ['approve', 'reject'],
  reason: ['none', 'optional', 'required', undefined],
  style: ['primary', 'danger', undefined],
} as const;

/** Reads `choices`. Without them nothing is stored, so that the policy reads as before. */
export function readChoices({ choices, onExpiry }: AnyKindOptions, report: Report): Pick<Policy, 'choices'> {
  if (choices === undefined) return {};
  if (!Array.isArray(choices) || choices.length === 0 || choices.length > maxChoices) {
    report(`choices must be a list of 1 to ${maxChoices} choices`);
    return {};
  }
  if (choices.some((choice) => !isPlainObject(choice))) {
    report('choices must be a list of { id, label, answer }');
    return {};
  }
  for (const [index, choice] of choices.entries()) checkChoice(`choices[${index}]`, choice, report);
  for (const name of ['id', 'label'] as const)
    if (new Set(choices.map((choice) => choice[name])).size < choices.length)
      report(`choices must each have another ${name}`);
  if (choices.every(({ answer }) => answer !== 'approve'))
    report('choices must have at least one whose answer is "approve"');
  if (onExpiry === 'approve')
    report('onExpiry must not be "approve" with choices: no one would have chosen which of them');
  return { choices: choices.map(stored) };
}

function checkChoice(name: string, choice: Choice, report: Report): void {
  const { id, label, confirm } = choice;
  if (typeof id !== 'string' || !idPattern.test(id)) report(`${name}.id must be 1 to 40 of a-z, 0-9, "_" and "-"`);
  if (!isText(label, maxLabelLength)) report(`${name}.label must be a text of at most ${maxLabelLength} characters`);
  if (confirm !== undefined && !isText(confirm, maxConfirmLength))
    report(`${name}.confirm must be a text of at most ${maxConfirmLength} characters`);
  for (const key of Object.keys(allowed) as (keyof typeof allowed)[]) {
    const values: readonly unknown[] = allowed[key];
    if (!values.includes(choice[key]))
      report(`${name}.${key} must be ${values.filter(isGiven).map(quoted).join(', ')}`);
  }
}

function isText(text: unknown, maxLength: number): boolean {
  return typeof text === 'string' && !isBlank(text) && text.length <= maxLength && replaceLoneSurrogates(text) === text;
}

function isGiven(value: unknown): boolean {
  return value !== undefined;
}

function quoted(value: unknown): string {
  return JSON.stringify(value);
}

/** Keeps the known members that are given: JSON has no undefined. */
function stored({ id, label, answer, reason, confirm, style }: Choice): Choice {
  return {
    ...{ id, label, answer },
    ...(reason === undefined ? {} : { reason }),
    ...(confirm === undefined ? {} : { confirm }),
    ...(style === undefined ? {} : { style }),
  };
}
