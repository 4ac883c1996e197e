import { SlackApprovalError } from '../../errors.js';
import { isPlainObject } from '../../is-plain-object.js';

/** A JSON object from outside. Its fields are picked one by one and its values never walked, so neither depth nor `__proto__` matters. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** `what` names a field of ours, never what was received. */
export function malformed(what: string): SlackApprovalError {
  return new SlackApprovalError('malformed_body', `The body has no usable ${what}; Slack does not send it so.`);
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // without its cause: a SyntaxError quotes the text
    throw malformed('JSON');
  }
}

export function requireObject(value: unknown, what: string): JsonObject {
  if (!isPlainObject(value)) throw malformed(what);
  return value;
}

/** Slack writes absent objects both as null and not at all. */
export function optionalObject(parent: JsonObject, key: string): JsonObject | null {
  const value = parent[key];
  return value === undefined || value === null ? null : requireObject(value, key);
}

export function requireString(parent: JsonObject, key: string): string {
  const value = parent[key];
  if (typeof value !== 'string' || value === '') throw malformed(key);
  return value;
}

/** Slack writes absent values as null, as an empty string in forms, and not at all. */
export function optionalString(parent: JsonObject | null, key: string): string | null {
  const value = parent?.[key];
  if (value === undefined || value === null || value === '') return null;
  if (typeof value !== 'string') throw malformed(key);
  return value;
}

/** Replaces lone surrogates by U+FFFD in what a person typed: canonical JSON and UTF-8 have no form for them. */
export function replaceLoneSurrogates(text: string): string {
  return text.replace(/\p{Cs}/gu, '\ufffd');
}
