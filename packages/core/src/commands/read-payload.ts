import type { StandardSchemaV1 } from '@standard-schema/spec';
import { limits } from '../domain/model/limits.js';
import { SlackApprovalError } from '../errors.js';
import { isPlainObject } from '../is-plain-object.js';
import { largestMember } from '../options/largest-member.js';

/**
 * Validates a payload by its schema, and returns the schema's output as plain JSON. Without a schema, any JSON will do.
 *
 * @throws {SlackApprovalError} invalid_payload — the schema refuses it; the message names the fields and no values
 * @throws {SlackApprovalError} payload_not_json — the schema's output is not plain JSON
 * @throws {SlackApprovalError} payload_too_large — the output has more than 32 KB of UTF-8
 */
export async function readPayload(
  schema: StandardSchemaV1<unknown, unknown> | null,
  payload: unknown,
): Promise<unknown> {
  const plain = toPlain(schema === null ? payload : await validated(schema, payload), 0);
  const bytes = Buffer.byteLength(JSON.stringify(plain));
  if (bytes > limits.payloadBytes) {
    const largest = isPlainObject(plain) ? `, of which ${largestMember(plain)}` : '';
    throw new SlackApprovalError(
      'payload_too_large',
      `A payload may have at most ${limits.payloadBytes} bytes, got ${bytes}${largest}: store larger data elsewhere and ask with a reference to it.`,
    );
  }
  return plain;
}

async function validated(schema: StandardSchemaV1<unknown, unknown>, payload: unknown): Promise<unknown> {
  const result = await schema['~standard'].validate(payload);
  if (result.issues === undefined) return result.value;
  throw new SlackApprovalError(
    'invalid_payload',
    `The payload does not fit its schema at: ${placesOf(result.issues)}.`,
  );
}

const maxPlaces = 10;

function placesOf(issues: readonly StandardSchemaV1.Issue[]): string {
  const places = issues
    .slice(0, maxPlaces)
    .map(
      ({ path = [] }) => path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.') || 'the top',
    );
  return [...new Set(places)].join(', ');
}

function toPlain(value: unknown, depth: number): unknown {
  if (depth > limits.payloadDepth) throw notJson(`more than ${limits.payloadDepth} levels of nesting`);
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string') return assertWellFormed(value);
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (Array.isArray(value)) return value.map((item) => toPlain(item, depth + 1));
  if (typeof value !== 'object' || !isPlainData(value)) throw notJson(describe(value));
  // schemas return undefined for a missing optional field
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([name, member]) => [assertWellFormed(name), toPlain(member, depth + 1)]));
}

function describe(value: unknown): string {
  if (value === undefined) return 'undefined';
  if (typeof value === 'number') return 'a number such as NaN';
  return `a ${typeof value === 'object' ? 'class instance' : typeof value}`;
}

/** Returns the text, unless it contains half a surrogate pair. */
function assertWellFormed(text: string): string {
  if (/\p{Surrogate}/u.test(text)) throw notJson('a text with half a surrogate pair');
  return text;
}

/** Stricter than `isPlainObject`: refuses class instances, as their methods would be lost. */
function isPlainData(value: object): boolean {
  const prototype: object | null = Object.getPrototypeOf(value);
  // accepts the Object.prototype of another realm, too
  return prototype === null || (Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'isPrototypeOf'));
}

function notJson(what: string): SlackApprovalError {
  return new SlackApprovalError(
    'payload_not_json',
    `A payload must be plain JSON, also what a schema returns; got ${what}.`,
  );
}
