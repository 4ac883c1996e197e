import type { Revision } from '../domain/model/approval.js';
import type { Policy } from '../domain/model/policy.js';
import { computeDigest } from '../record/hashing/digest.js';
import { type NewPart, newPart } from '../record/parts.js';
import type { DrawnContent } from '../slack/card/card-content.js';

/** What a revision is about. */
export interface Subject {
  readonly id: string;
  readonly number: number;
  readonly kind: string;
  readonly payload: unknown;
  readonly drawn: DrawnContent;
  readonly policy: Policy;
}

/** A new revision, with the parts to store. */
export interface NewRevision {
  readonly revision: Omit<Revision, 'number' | 'previousContentRef'>;
  readonly parts: readonly NewPart[];
}

/** Makes a revision: its parts, and the digest over everything that people see. */
export function newRevision({ id, number, kind, payload, drawn, policy }: Subject): NewRevision {
  const payloadPart = newPart(payload);
  // the salt is erased with the payload: otherwise a short payload could be guessed from the digest
  const { salt } = payloadPart;
  const digest = computeDigest({ id, revision: number, salt, kind, payload, content: drawn.content, policy });
  const contentPart = newPart(drawn.content);
  return {
    revision: { digest, payloadRef: payloadPart.ref, contentRef: contentPart.ref },
    parts: [payloadPart, contentPart],
  };
}

/** Makes the part of the explanatory lines, which are not in the digest; null: there are no lines. */
export function newContext(context: readonly string[]): NewPart | null {
  return context.length === 0 ? null : newPart(context);
}
