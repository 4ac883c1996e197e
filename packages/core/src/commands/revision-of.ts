import type { Revision } from '../domain/model/approval.js';
import type { Policy } from '../domain/model/policy.js';
import { computeDigest } from '../record/digest.js';
import { type NewPart, newPart } from '../record/parts.js';
import type { DrawnContent } from '../slack/card/card-content.js';

export interface Subject {
  readonly id: string;
  readonly number: number;
  readonly kind: string;
  readonly payload: unknown;
  readonly drawn: DrawnContent;
  readonly policy: Policy;
}

export interface NewRevision {
  readonly revision: Omit<Revision, 'number' | 'previousContentRef'>;
  readonly parts: readonly NewPart[];
}

/** Draws up a revision: its parts, and the digest over all that people will see. */
export function newRevision({ id, number, kind, payload, drawn, policy }: Subject): NewRevision {
  const payloadPart = newPart(payload);
  // the payload's salt is the revision's: erased with it, so that nobody can guess a short payload back from the digest
  const { salt } = payloadPart;
  const digest = computeDigest({ id, revision: number, salt, kind, payload, content: drawn.content, policy });
  const contentPart = newPart(drawn.content);
  return {
    revision: { digest, payloadRef: payloadPart.ref, contentRef: contentPart.ref },
    parts: [payloadPart, contentPart],
  };
}

/** The lines that merely explain, as a part of their own; null where there are none. */
export function newContext({ context }: DrawnContent): NewPart | null {
  return context.length === 0 ? null : newPart(context);
}
