import { type Input, type Inputs, maxInputLength } from '../domain/model/input.js';
import { limits } from '../domain/model/limits.js';
import type { Policy } from '../domain/model/policy.js';
import { isPlainObject } from '../is-plain-object.js';
import { unknownKeys } from '../options/unknown-keys.js';
import type { AnyKindOptions } from './kind-options.js';
import type { Report } from './read-rules.js';

type Check = (value: unknown) => boolean;

const orFlag: Check = (value = false) => typeof value === 'boolean';
/** The bounds of a number are checked together: see `areBounds`. */
const always: Check = () => true;
const isText = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';

const checks: Readonly<Record<Input['type'], Readonly<Record<string, Check>>>> = {
  text: {
    multiline: orFlag,
    maxLength: (length = 1) => Number.isInteger(length) && Number(length) >= 1 && Number(length) <= maxInputLength,
  },
  number: { min: always, max: always, decimals: orFlag },
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

/** Reads `inputs`. Without them nothing is stored, so that the policy reads as before. */
export function readInputs(
  { inputs, onExpiry }: Pick<AnyKindOptions, 'inputs' | 'onExpiry'>,
  report: Report,
): Pick<Policy, 'inputs'> {
  if (inputs === undefined) return {};
  const entries = isPlainObject(inputs) ? Object.entries(inputs) : [];
  if (entries.length === 0 || entries.length > limits.inputs)
    report(`inputs must name 1 to ${limits.inputs} properties of the payload`);
  for (const [property, input] of entries) for (const fault of faultsOf(`inputs.${property}`, input)) report(fault);
  if (onExpiry === 'approve') report('onExpiry cannot be "approve" with inputs');
  // as: checked, and its names are those of the payload's properties
  return { inputs: inputs as Inputs };
}

function faultsOf(what: string, input: unknown): readonly string[] {
  const { type, label, ...rest }: Readonly<Record<string, unknown>> = isPlainObject(input) ? input : {};
  // as: an own name of the table
  const wanted = Object.hasOwn(checks, String(type)) ? checks[type as Input['type']] : null;
  const isWhole =
    isText(label) &&
    wanted !== null &&
    (type !== 'number' || areBounds(rest)) &&
    Object.entries(wanted).every(([key, isRight]) => isRight(rest[key]));
  const known = { type: true, label: true, ...(wanted ?? rest) };
  return [
    ...(isWhole ? [] : [`${what} must have a type, a label, and what its type needs`]),
    ...unknownKeys(what, input, known),
  ];
}

/** Digits and a point: what `String` writes for a number that a person could type. */
const plainNumber = /^-?\d+(?:\.\d+)?$/;

/** Slack takes bounds as it takes the number itself: whole ones where it is whole. */
function areBounds({ min, max, decimals }: Readonly<Record<string, unknown>>): boolean {
  const isBound = (bound: unknown): boolean =>
    typeof bound === 'number' && plainNumber.test(String(bound)) && (decimals === true || Number.isInteger(bound));
  return [min, max].every((bound) => bound === undefined || isBound(bound)) && !(Number(min) > Number(max));
}
