import { types } from 'node:util';
import { SlackApprovalError } from '../../errors.js';
import { cutText } from '../blocks/text.js';
import { replaceLoneSurrogates } from '../request/body/json-fields.js';
import { shownLengths } from './shown-lengths.js';

/** A value of a field as it is stored, covered by the digest and delivered. No text can pass for a `Date`, because only a `Date` becomes an object. */
export type SeenValue = string | number | SeenDate;

/** An instant as ISO 8601. */
export interface SeenDate {
  readonly date: string;
}

/** The fields of a card as JSON, by label. */
export type SeenFields = Readonly<Record<string, SeenValue>>;

/**
 * Converts fields to JSON: a `Date` becomes `{ date }` with its ISO 8601 text.
 *
 * @throws {SlackApprovalError} invalid_options — a value is not a text, a finite number or a valid `Date`
 */
export function readFields(fields: Readonly<Record<string, unknown>>): SeenFields {
  return Object.fromEntries(
    Object.entries(fields).map(([label, value]) => [replaceLoneSurrogates(label), readValue(label, value)]),
  );
}

function readValue(label: string, value: unknown): SeenValue {
  // a cut text can end in half a character, from which no receiver could compute the digest again
  if (typeof value === 'string') return replaceLoneSurrogates(value);
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  // also the `Date` of another realm
  if (types.isDate(value) && !Number.isNaN(value.getTime())) return { date: value.toISOString() };
  const name = JSON.stringify(cutText(label, shownLengths.labelInError));
  throw new SlackApprovalError(
    'invalid_options',
    `The field ${name} of a card must be a text, a finite number or a valid Date, got ${describe(value)}: check what card() returns.`,
  );
}

/** Describes what kind of value it is. The value itself can be secret. */
function describe(value: unknown): string {
  if (types.isDate(value)) return 'an invalid Date';
  if (value === null || value === undefined || typeof value === 'number') return String(value);
  return `a value of type ${Array.isArray(value) ? 'array' : typeof value}`;
}

/** Whether both are shown alike. */
export function isSameValue(one: SeenValue | null, other: SeenValue | null): boolean {
  if (isDate(one) && isDate(other)) return one.date === other.date;
  return !isDate(one) && !isDate(other) && textOf(one) === textOf(other);
}

export function isDate(value: SeenValue | null): value is SeenDate {
  return typeof value === 'object' && value !== null;
}

function textOf(value: string | number | null): string | null {
  return value === null ? null : String(value);
}
