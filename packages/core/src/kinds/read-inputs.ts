import { type Input, type Inputs, maxInputLength } from '../domain/model/input.js';
import { limits } from '../domain/model/limits.js';
import type { Policy } from '../domain/model/policy.js';
import { isPlainObject } from '../is-plain-object.js';
import { unknownKeys } from '../options/unknown-keys.js';
import type { Report } from './read-rules.js';

type Check = (value: unknown) => boolean;

const orFlag: Check = (value = false) => typeof value === 'boolean';
const orNumber: Check = (value = 0) => Number.isFinite(value);
const isText = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';

const checks: Readonly<Record<Input['type'], Readonly<Record<string, Check>>>> = {
  text: {
    multiline: orFlag,
    maxLength: (length = 1) => Number.isInteger(length) && Number(length) >= 1 && Number(length) <= maxInputLength,
  },
  number: { min: orNumber, max: orNumber, decimals: orFlag },
  select: { options: areOptions },
  date: {},
  checkbox: {},
};

function areOptions(options: unknown): boolean {
  if (!Array.isArray(options) || options.length === 0 || options.length > limits.selectOptions) return false;
  const values = options.map((one) => one?.value);
  return (
    new Set(values).size === values.length && options.every((one) => isText(one?.label) && isOptionValue(one.value))
  );
}

function isOptionValue(value: unknown): boolean {
  return isText(value) && String(value).length <= limits.optionLength;
}

/** Reads `inputs`. Without any, the policy has none, so that it reads as it did before there were inputs. */
export function readInputs(inputs: unknown, report: Report): Pick<Policy, 'inputs'> {
  if (inputs === undefined) return {};
  const entries = isPlainObject(inputs) ? Object.entries(inputs) : [];
  if (entries.length === 0 || entries.length > limits.inputs)
    report(`inputs must name 1 to ${limits.inputs} properties of the payload`);
  for (const [name, input] of entries) checkInput(`inputs.${name}`, input, report);
  // as: checked
  return { inputs: inputs as Inputs };
}

function checkInput(what: string, input: unknown, report: Report): void {
  const { type, label, ...rest }: Readonly<Record<string, unknown>> = isPlainObject(input) ? input : {};
  // as: an own name of the table
  const wanted = Object.hasOwn(checks, String(type)) ? checks[type as Input['type']] : null;
  if (wanted === null || !isText(label) || !Object.entries(wanted).every(([key, isRight]) => isRight(rest[key])))
    report(`${what} must have a type, a label, and what its type needs`);
  const known = { type: true, label: true, ...(wanted ?? rest) };
  for (const message of unknownKeys(what, input, known)) report(message);
}
