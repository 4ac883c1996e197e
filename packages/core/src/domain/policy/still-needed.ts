import { isAsker } from '../model/person.js';
import type { ApproverRule, PolicySubject } from '../model/policy.js';
import { inStage } from '../stages/in-stage.js';
import { activeRules, countFor } from './admit.js';
import { peopleCounted } from './quorum.js';

/** Whose approvals are still lacking. */
export interface StillNeeded {
  /** The groups whose count is not met, and how many approvals each lacks. */
  readonly groups: readonly { readonly id: string; readonly count: number }[];
  /** How many more the quorum lacks once the groups are met. */
  readonly count: number;
  /** The rules that admit people who can give those. People who have voted, or who may not because they asked, are not among them. */
  readonly rules: readonly ApproverRule[];
}

/** Computes which approvals are still lacking, in the current stage if there are any. Nothing is lacking once the votes approve. */
export function stillNeeded(whole: PolicySubject): StillNeeded {
  const subject = inStage(whole);
  const rules = activeRules(subject);
  const groups = rules.flatMap((rule) => {
    if (rule.type !== 'usergroup' || rule.count === null) return [];
    const count = rule.count - countFor(subject.votes, rule.id);
    return count > 0 ? [{ id: rule.id, count }] : [];
  });
  const lacking = subject.policy.quorum.approve - peopleCounted(subject.votes, 'for');
  const count = Math.max(0, lacking - groups.reduce((sum, group) => sum + group.count, 0));
  return { groups, count, rules: count === 0 ? [] : rules.filter((rule) => canStillVote(subject, rule)) };
}

function canStillVote(subject: PolicySubject, rule: ApproverRule): boolean {
  if (rule.type !== 'user') return true;
  const { policy, votes } = subject;
  const asked = !policy.allowSelfApproval && isAsker(subject, { userId: rule.id, teamId: null, enterpriseId: null });
  return !asked && !votes.some((vote) => vote.by.userId === rule.id);
}
