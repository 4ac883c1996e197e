import { limits } from './limits.js';

/** Says what is wrong with a value and where (a JSON pointer), or null. */
export type Rule = (value: unknown, pointer: string) => string | null;

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What the first rule that objects says; later ones are not asked. */
export function firstProblem(checks: Iterable<() => string | null>): string | null {
  for (const check of checks) {
    const problem = check();
    if (problem !== null) return problem;
  }
  return null;
}

export function string(max: number, min = 0): Rule {
  return (value, pointer) => {
    if (typeof value !== 'string') return `${pointer} is not a string`;
    if (value.length > max) return `${pointer} has ${value.length} characters, at most ${max}`;
    return value.length < min ? `${pointer} is empty` : null;
  };
}

/** A text object: one character at least, `max` at most. */
export function text(max: number): Rule {
  const content = string(max, 1);
  return (value, pointer) =>
    isRecord(value) ? content(value['text'], `${pointer}/text`) : `${pointer} is not a text object`;
}

export function plainText(max: number): Rule {
  const within = text(max);
  return (value, pointer) =>
    isRecord(value) && value['type'] !== 'plain_text' ? `${pointer} is not plain_text` : within(value, pointer);
}

export function list(max: number, item: Rule, min = 0): Rule {
  return (value, pointer) => {
    if (!Array.isArray(value)) return `${pointer} is not a list`;
    if (value.length > max) return `${pointer} has ${value.length} entries, at most ${max}`;
    if (value.length < min) return `${pointer} has ${value.length} entries, at least ${min}`;
    return firstProblem(value.map((entry, index) => () => item(entry, `${pointer}/${index}`)));
  };
}

/** Checks the fields that are there. None is required: Slack's own checker lets a section without text pass (§7). */
export function fields(rules: Readonly<Record<string, Rule>>): Rule {
  return (value, pointer) => {
    if (!isRecord(value)) return `${pointer} is not an object`;
    const present = Object.entries(rules).filter(([name]) => value[name] !== undefined && value[name] !== null);
    return firstProblem(
      present.map(
        ([name, rule]) =>
          () =>
            rule(value[name], `${pointer}/${name}`),
      ),
    );
  };
}

/** Like `fields`, but refuses keys that aren't listed, and wants some of them. */
export function exactFields(rules: Readonly<Record<string, Rule>>, required: readonly string[] = []): Rule {
  const within = fields(rules);
  return (value, pointer) => {
    if (!isRecord(value)) return `${pointer} is not an object`;
    const unknown = Object.keys(value).find((name) => rules[name] === undefined);
    if (unknown !== undefined) return `${pointer} has the unknown key ${unknown}`;
    const missing = required.find((name) => value[name] === undefined || value[name] === null);
    return missing === undefined ? within(value, pointer) : `${pointer} has no ${missing}`;
  };
}

/** Every rule must let the value through; the first that objects speaks. */
export function allOf(...rules: readonly Rule[]): Rule {
  return (value, pointer) => firstProblem(rules.map((rule) => () => rule(value, pointer)));
}

export const boolean: Rule = (value, pointer) => (typeof value === 'boolean' ? null : `${pointer} is not a boolean`);

export function integer(max: number): Rule {
  return (value, pointer) =>
    typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= max
      ? null
      : `${pointer} is not a whole number from 1 to ${max}`;
}

export const anything: Rule = () => null;
export const identifier: Rule = string(limits.id);
