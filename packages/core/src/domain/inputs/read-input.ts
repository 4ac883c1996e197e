import { type Input, type InputProblem, maxInputLength } from '../model/input.js';

/** What was read: a value that fits the input, or why not. */
export type InputRead =
  | { readonly value: string | number | boolean; readonly problem: null }
  | { readonly problem: InputProblem };

/** Digits, and a point before the decimals: no sign but a minus, no grouping, no exponent. */
const numberPattern = /^-?\d{1,30}(?:\.\d{1,30})?$/;
const datePattern = /^\d{4}-\d{2}-\d{2}$/;

/** Reads what was entered into a form. @param entered - null: the input was left empty */
export function readInput(input: Input, entered: string | null): InputRead {
  const value = parseEntered(input, entered ?? '');
  if (value === null) return { problem: { code: 'not_a_number' } };
  const problem = inputProblem(input, value);
  return problem === null ? { value, problem } : { problem };
}

/** Why a value of the payload does not fit its input; null: it fits. */
export function inputProblem(input: Input, value: unknown): InputProblem | null {
  switch (input.type) {
    case 'text':
      return textProblem(input, value);
    case 'number':
      return numberProblem(input, value);
    case 'select':
      return input.options.some((option) => option.value === value) ? null : { code: 'not_an_option' };
    case 'date':
      return typeof value === 'string' && isDate(value) ? null : { code: 'not_a_date' };
    case 'checkbox':
      return typeof value === 'boolean' ? null : { code: 'not_a_checkbox' };
  }
}

/** The value of a property of a payload; undefined: the payload lacks it. */
export function valueAt(payload: unknown, name: string): unknown {
  const isRecord = typeof payload === 'object' && payload !== null && !Array.isArray(payload);
  return isRecord && Object.hasOwn(payload, name) ? Reflect.get(payload, name) : undefined;
}

/** How a form shows a value that fits. A checkbox that is not set is an empty text. */
export function enteredOf(value: unknown): string {
  return value === false ? '' : String(value);
}

function parseEntered({ type }: Input, entered: string): string | number | boolean | null {
  if (type === 'number') return readNumber(entered.trim());
  return type === 'checkbox' ? entered !== '' : entered;
}

/** @returns null for anything that is no number by our rule, or that would be rounded */
function readNumber(text: string): number | null {
  if (!numberPattern.test(text)) return null;
  // no negative zero, which JSON does not keep
  const value = Number(text) + 0;
  return String(value) === withoutPadding(text) ? value : null;
}

/** `-007.50` as `-7.5`. */
function withoutPadding(text: string): string {
  const [whole = '', fraction = ''] = text.split('.');
  const digits = whole.replace(/^(-?)0+(?=\d)/, '$1');
  const decimals = fraction.replace(/0+$/, '');
  const plain = decimals === '' ? digits : `${digits}.${decimals}`;
  return plain === '-0' ? '0' : plain;
}

function textProblem(
  { multiline = false, maxLength = maxInputLength }: Extract<Input, { type: 'text' }>,
  value: unknown,
): InputProblem | null {
  if (typeof value !== 'string') return { code: 'not_a_text' };
  if (!multiline && /[\n\r\u2028\u2029]/.test(value)) return { code: 'not_one_line' };
  return value.length > maxLength ? { code: 'too_long', limit: maxLength } : null;
}

function numberProblem(
  { min = -Infinity, max = Infinity, decimals = false }: Extract<Input, { type: 'number' }>,
  value: unknown,
): InputProblem | null {
  // the form shows it as this text, and has to read it again
  if (typeof value !== 'number' || readNumber(String(value)) !== value) return { code: 'not_a_number' };
  if (!decimals && !Number.isInteger(value)) return { code: 'not_whole' };
  if (value < min) return { code: 'too_small', limit: min };
  return value > max ? { code: 'too_large', limit: max } : null;
}

/** Whether the calendar has this day: JavaScript takes February 30 for March 2. */
function isDate(text: string): boolean {
  if (!datePattern.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}
