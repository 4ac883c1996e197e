import type { Policy } from '../domain/model/policy.js';
import { isSlackApprovalError } from '../errors.js';
import { canonicalJson } from '../record/hashing/canonical-json.js';
import type { KindDefinition } from './runtime.js';

/**
 * Tells whether the rules of a kind for an edited payload are the ones that a revision was asked with, which people saw.
 *
 * The schedule stays that of the approval, as for an amendment.
 */
export function keepsPolicy(kind: KindDefinition, payload: unknown, frozen: Policy): boolean {
  const policy = policyOrNull(kind, payload);
  return policy !== null && canonicalJson({ ...policy, schedule: frozen.schedule }) === canonicalJson(frozen);
}

/** Null: the kind has no rules for this payload. */
function policyOrNull(kind: KindDefinition, payload: unknown): Policy | null {
  try {
    return kind.policyOf(payload);
  } catch (error) {
    if (isSlackApprovalError(error)) return null;
    throw error;
  }
}
