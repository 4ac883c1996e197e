import type { Choice, Policy } from '../domain/model/policy.js';
import { isPlainObject } from '../is-plain-object.js';
import type { KnownKeys } from '../options/unknown-keys.js';
import type { Report } from './read-rules.js';

const maxChoices = 5;

/**
 * The members of a choice in the order in which they are stored, their values, and what to say about others. Half a character would
 * be drawn as another one than the digest covers.
 */
export const choiceChecks = {
  id: [/^[a-z0-9_-]{1,40}$/, '1 to 40 of a-z, 0-9, "_" and "-"'],
  label: [/^(?=.*\S)\P{Cs}{1,75}$/su, '1 to 75 characters'],
  answer: [/^(approve|reject)$/, 'approve or reject'],
  reason: [/^(none|optional|required)$/, 'none, optional or required'],
  // leaves room for the title in a dialog, which takes 300 characters in all
  confirm: [/^(?=.*\S)\P{Cs}{1,150}$/su, '1 to 150 characters'],
  style: [/^(primary|danger)$/, 'primary or danger'],
} as const satisfies Record<keyof KnownKeys<Choice>, readonly [RegExp, string]>;

// as: the table has nothing else
const names = Object.keys(choiceChecks) as readonly (keyof Choice)[];
const needed: readonly string[] = ['id', 'label', 'answer'];

/** Reads `choices`. Without them nothing is stored, so that the policy reads as before. */
export function readChoices(choices: unknown, onExpiry: unknown, report: Report): Pick<Policy, 'choices'> {
  if (choices === undefined) return {};
  if (!areObjects(choices) || choices.length === 0 || choices.length > maxChoices) {
    report(`choices must be a list of 1 to ${maxChoices} choices { id, label, answer }`);
    return {};
  }
  for (const [index, choice] of choices.entries())
    for (const name of givenIn(choice)) {
      const [pattern, wanted] = choiceChecks[name];
      const value: unknown = choice[name];
      if (typeof value !== 'string' || !pattern.test(value)) report(`choices[${index}].${name} must be ${wanted}`);
    }
  const areDifferent = (name: 'id' | 'label') => new Set(choices.map((choice) => choice[name])).size === choices.length;
  if (!areDifferent('id') || !areDifferent('label')) report('choices must have different ids and labels');
  if (!choices.some(({ answer }) => answer === 'approve')) report('choices must have one whose answer is approve');
  if (onExpiry === 'approve') report('onExpiry must not be approve: no one would have made one of the choices');
  return { choices: choices.map(stored) };
}

function areObjects(choices: unknown): choices is readonly Choice[] {
  return Array.isArray(choices) && choices.every(isPlainObject);
}

/** The members to check and to store: JSON has no undefined. */
function givenIn(choice: Choice): readonly (keyof Choice)[] {
  return names.filter((name) => choice[name] !== undefined || needed.includes(name));
}

function stored(choice: Choice): Choice {
  // as: what a choice needs is among its members
  return Object.fromEntries(givenIn(choice).map((name) => [name, choice[name]])) as unknown as Choice;
}
