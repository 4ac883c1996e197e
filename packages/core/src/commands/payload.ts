import type { StandardSchemaV1 } from '@standard-schema/spec';
import { limits } from '../domain/model/limits.js';
import { SlackApprovalError } from '../errors.js';

/**
 * Validates a payload and gives back what the schema returned, as plain JSON.
 *
 * @throws {SlackApprovalError} invalid_payload — the schema refused it; the message names the places, never the values
 * @throws {SlackApprovalError} payload_not_json — what the schema returned is not plain JSON
 * @throws {SlackApprovalError} payload_too_large — more than 32 KB of UTF-8
 */
export async function readPayload(schema: StandardSchemaV1<unknown, unknown>, payload: unknown): Promise<unknown> {
  const result = await schema['~standard'].validate(payload);
  if (result.issues !== undefined)
    throw new SlackApprovalError(
      'invalid_payload',
      `The payload does not fit its schema at: ${placesOf(result.issues)}.`,
    );
  const plain = toPlain(result.value, 0);
  if (Buffer.byteLength(JSON.stringify(plain)) > limits.payloadBytes) {
    throw new SlackApprovalError(
      'payload_too_large',
      'A payload has at most 32 KB; put what is larger elsewhere and send a reference.',
    );
  }
  return plain;
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
  if (depth > limits.payloadDepth) throw notJson(`nested deeper than ${limits.payloadDepth} levels`);
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string') return wellFormed(value);
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (Array.isArray(value)) return value.map((item) => toPlain(item, depth + 1));
  if (typeof value !== 'object' || !isPlainObject(value)) throw notJson(whatIsIn(value));
  // an optional field that is absent is how schemas say "not given"
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([name, member]) => [wellFormed(name), toPlain(member, depth + 1)]));
}

function whatIsIn(value: unknown): string {
  if (value === undefined) return 'undefined';
  if (typeof value === 'number') return 'a number that JSON has no word for, such as NaN';
  return `a ${typeof value === 'object' ? 'class instance' : typeof value}`;
}

function wellFormed(text: string): string {
  if (/\p{Surrogate}/u.test(text)) throw notJson('text with half a character in it');
  return text;
}

function isPlainObject(value: object): boolean {
  const prototype: object | null = Object.getPrototypeOf(value);
  // the one that another realm has is no other object's heir either
  return prototype === null || (Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'isPrototypeOf'));
}

function notJson(what: string): SlackApprovalError {
  return new SlackApprovalError('payload_not_json', `What the schema returned holds ${what}; return plain JSON.`);
}
