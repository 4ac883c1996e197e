import type { Policy } from '../domain/model/policy.js';
import { canonicalJson } from '../record/hashing/canonical-json.js';
import type { KindDefinition } from './runtime.js';

/**
 * Tells whether the rules of a kind are the ones that a revision was asked with, which people saw.
 *
 * The schedule stays that of the approval, as for an amendment.
 */
export function keepsPolicy({ policy }: KindDefinition, frozen: Policy): boolean {
  return canonicalJson({ ...policy, schedule: frozen.schedule }) === canonicalJson(frozen);
}
