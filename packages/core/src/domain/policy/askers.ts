import type { Requester } from '../model/person.js';
import type { Policy, StagePolicy } from '../model/policy.js';
import { lackingStage } from '../stages/lacking-stage.js';
import { allRules } from './quorum.js';

/**
 * Says why the rule against self-approval leaves too few people to decide, or null. Only Slack knows the people of other rules
 * than those that name them. `askers` are those who asked or amended, and the person on whose behalf it was asked.
 */
export function whyOnlyAskers(policy: Policy, askers: readonly Requester[]): string | null {
  if (policy.allowSelfApproval) return null;
  const { stages } = policy;
  if (stages !== undefined) return whyStageLacks(stages, askers);
  const rules = allRules(policy);
  if (!rules.every((rule) => rule.type === 'user')) return null;
  const named = new Set(rules.map((rule) => rule.id));
  const left = [...named].filter(
    (id) => !askers.some((asker) => typeof asker !== 'string' && asker.userId === id),
  ).length;
  const needed = Math.max(policy.quorum.approve, policy.quorum.reject);
  if (left === named.size || left >= needed) return null;
  return `${needed} ${needed === 1 ? 'person has' : 'people have'} to decide, and without those who asked for it or changed it ${left} of the approvers ${left === 1 ? 'is' : 'are'} left`;
}

function whyStageLacks(stages: readonly StagePolicy[], askers: readonly Requester[]): string | null {
  const excluded = new Set(askers.flatMap((asker) => (typeof asker === 'string' ? [] : [asker.userId])));
  const lacking = lackingStage(stages, excluded);
  if (lacking === null) return null;
  return `without those who asked for it or changed it, the stage ${JSON.stringify(lacking.name)} lacks people`;
}
