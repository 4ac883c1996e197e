import crypto from 'node:crypto';
import { canonicalJson } from './canonical-json.js';
import { randomBits } from './random-bits.js';

// Node.js has it from 20.12 on
const { hash, createHash } = crypto;

/** The hex SHA-256 of the canonical form of a JSON value. */
export function hashJson(value: unknown): string {
  return hashText(canonicalJson(value));
}

export function hashText(text: string): string {
  return hash === undefined ? createHash('sha256').update(text).digest('hex') : hash('sha256', text);
}

export interface SeenByPeople {
  readonly id: string;
  readonly revision: number;
  readonly salt: string;
  readonly kind: string;
  readonly payload: unknown;
  readonly content: unknown;
  readonly policy: unknown;
}

/**
 * The digest of a revision: one hash over what is asked, what is shown and who may decide. Every vote states it.
 * The decision carries all of its parts, so that a receiver can compute it again.
 */
export function computeDigest({ id, revision, salt, kind, payload, content, policy }: SeenByPeople): string {
  return `sha256:${hashJson({ v: 1, id, revision, salt, kind, payload, content, policy })}`;
}

/** 128 random bits as hex. */
export function randomSalt(): string {
  return Buffer.from(randomBits()).toString('hex');
}
