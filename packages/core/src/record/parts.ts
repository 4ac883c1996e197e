import { hashJson, randomSalt } from './digest.js';

/**
 * What can be erased: payloads, contents, reasons and details, each once, under a reference that the history may name.
 * The salt goes with the value, so that a short reason can't be guessed back from its reference.
 */
export interface Parts {
  readonly values: Readonly<Record<string, { readonly salt: string; readonly value: unknown }>>;
  /** The delivery's bytes as text; null before the decision and after erasure. */
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

/** 128 random bits as hex, kept with the value under a reference and erased with it. */
export function partSalt(parts: Parts, ref: string): string | null {
  return parts.values[ref]?.salt ?? null;
}

/** The value under a reference; null where there is none any more. */
export function partValue(parts: Parts, ref: string | null): unknown {
  return ref === null ? null : (parts.values[ref]?.value ?? null);
}

export function partText(parts: Parts, ref: string | null): string | null {
  const value = partValue(parts, ref);
  return typeof value === 'string' ? value : null;
}
