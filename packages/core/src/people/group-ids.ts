import type { Approval } from '../domain/model/approval.js';
import { activeRules } from '../domain/policy/may-vote.js';

/** The user groups that the rules in force name. */
export function groupIdsOf(approval: Approval): readonly string[] {
  return activeRules(approval).flatMap((rule) => (rule.type === 'usergroup' ? [rule.id] : []));
}
