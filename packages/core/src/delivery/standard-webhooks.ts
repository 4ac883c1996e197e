import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';

// The symmetric half of Standard Webhooks 1.0: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md

export const toleranceSeconds = 300;

const secretPrefix = 'whsec_';
const minKeyBytes = 24;
const maxKeyBytes = 64;

const base64 = /^[A-Za-z0-9+/]+={0,2}$/;
const oneSignature = /^(v[0-9][a-z0-9]*),[A-Za-z0-9+/]+={0,2}$/;
const maxSignatures = 16;

/** What one attempt signs: the constant id, the time of the attempt, and the exact bytes. */
export interface SignedContent {
  readonly id: string;
  /** Whole seconds as in the header: the text is signed, not the number. */
  readonly timestamp: string;
  readonly body: string | Uint8Array;
}

/**
 * Turns a secret into a key: base64 of 24 to 64 bytes, with or without `whsec_` in front, as the `standardwebhooks` package reads it.
 * Plain text is refused, because two ends could turn it into different keys.
 *
 * @returns null if the secret does not have this form
 */
export function parseSecret(secret: string): KeyObject | null {
  const text = secret.startsWith(secretPrefix) ? secret.slice(secretPrefix.length) : secret;
  if (!base64.test(text)) return null;
  const bytes = Buffer.from(text, 'base64');
  // Buffer ignores characters that are not base64, so the key must encode to the same text again
  if (withoutPadding(bytes.toString('base64')) !== withoutPadding(text)) return null;
  return bytes.length >= minKeyBytes && bytes.length <= maxKeyBytes ? createSecretKey(bytes) : null;
}

/** Signs with every key, separated by spaces, so that a receiver needs only one of them while secrets rotate. */
export function sign(keys: readonly KeyObject[], content: SignedContent): string {
  return keys.map((key) => signOnce(key, content)).join(' ');
}

/** Tells whether one of the keys made any `v1` signature in the header; `malformed` if the header is not a list of signatures. */
export function checkSignature(
  keys: readonly KeyObject[],
  content: SignedContent,
  header: string,
): 'matches' | 'differs' | 'malformed' {
  const presented = header.split(' ', maxSignatures + 1);
  if (presented.length > maxSignatures) return 'malformed';
  if (!presented.every((signature) => oneSignature.test(signature))) return 'malformed';
  const expected = keys.map((key) => signOnce(key, content));
  return expected.some((one) => presented.some((other) => isEqual(one, other))) ? 'matches' : 'differs';
}

function signOnce(key: KeyObject, { id, timestamp, body }: SignedContent): string {
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64')}`;
}

// compares the base64 text, not the bytes: the last digit has spare bits, so several texts decode to the same bytes
function isEqual(expected: string, presented: string): boolean {
  return expected.length === presented.length && timingSafeEqual(Buffer.from(expected), Buffer.from(presented));
}

function withoutPadding(text: string): string {
  return text.replace(/=+$/, '');
}
