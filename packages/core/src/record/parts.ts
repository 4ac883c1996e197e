import { hashJson, randomSalt } from './hashing/digest.js';

/**
 * The erasable parts of a record: payloads, contents, reasons and details, each stored once under a reference.
 * A salt is part of the reference's hash, so that a short reason can't be guessed from its reference.
 */
export interface Parts {
  readonly values: Readonly<Record<string, { readonly salt: string; readonly value: unknown }>>;
  /** The body of the delivery; null before the decision and once erased. */
  readonly deliveryBody: string | null;
}

export interface NewPart {
  readonly ref: string;
  readonly salt: string;
  readonly value: unknown;
}

export const noParts: Parts = { values: {}, deliveryBody: null };

export function newPart(value: unknown): NewPart {
  const salt = randomSalt();
  return { ref: `sha256:${hashJson({ salt, value })}`, salt, value };
}

export function addParts(parts: Parts, added: readonly NewPart[]): Parts {
  if (added.length === 0) return parts;
  return {
    ...parts,
    values: { ...parts.values, ...Object.fromEntries(added.map(({ ref, salt, value }) => [ref, { salt, value }])) },
  };
}

/** Returns the salt of a part, 128 random bits in hex; null: it was erased together with its value. */
export function partSalt(parts: Parts, ref: string): string | null {
  return parts.values[ref]?.salt ?? null;
}

/** The value of a part; null once erased. */
export function partValue(parts: Parts, ref: string | null): unknown {
  return ref === null ? null : (parts.values[ref]?.value ?? null);
}

export function partText(parts: Parts, ref: string | null): string | null {
  const value = partValue(parts, ref);
  return typeof value === 'string' ? value : null;
}
