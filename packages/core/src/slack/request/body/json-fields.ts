import { SlackApprovalError } from '../../../errors.js';
import { isPlainObject } from '../../../is-plain-object.js';

/** A JSON object from outside. Fields are read one by one and never walked, so neither depth nor `__proto__` can do harm. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Makes the error for a body without a usable field. `what` names the expected field and never repeats the received value. */
export function malformed(what: string): SlackApprovalError {
  return new SlackApprovalError('malformed_body', `The body has no valid ${what}, which Slack always sends.`);
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // without its cause, because a SyntaxError quotes the text
    throw malformed('JSON');
  }
}

export function requireObject(value: unknown, what: string): JsonObject {
  if (!isPlainObject(value)) throw malformed(what);
  return value;
}

/** Reads an object that may be absent, which Slack writes as null or leaves out. */
export function optionalObject(parent: JsonObject, key: string): JsonObject | null {
  const value = parent[key];
  return value === undefined || value === null ? null : requireObject(value, key);
}

export function requireString(parent: JsonObject, key: string): string {
  const value = parent[key];
  if (typeof value !== 'string' || value === '') throw malformed(key);
  return value;
}

/** Reads a text that may be absent, which Slack writes as null, as an empty text in forms, or leaves out. */
export function optionalString(parent: JsonObject | null, key: string): string | null {
  const value = parent?.[key];
  if (value === undefined || value === null || value === '') return null;
  if (typeof value !== 'string') throw malformed(key);
  return value;
}

/** Replaces lone surrogates by U+FFFD, because canonical JSON and UTF-8 have no form for them. */
export function replaceLoneSurrogates(text: string): string {
  return text.replace(/\p{Cs}/gu, '\ufffd');
}
