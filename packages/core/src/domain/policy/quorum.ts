import { limits } from '../model/limits.js';
import type { ApproverRule, CountedVote, Policy, PolicySubject, StagePolicy } from '../model/policy.js';
import { policyOfStage } from '../stages/in-stage.js';
import { lackingStage } from '../stages/lacking-stage.js';
import { activeRules, countFor } from './admit.js';

/** Distinct people on one side; one person voting from two workspaces is one person. */
export function peopleCounted(votes: readonly CountedVote[], counts: 'for' | 'against'): number {
  return new Set(votes.filter((vote) => vote.counts === counts).map((vote) => vote.by.userId)).size;
}

/** The outcome these votes amount to, or null while more are needed. */
export function outcomeOf(subject: PolicySubject): 'approved' | 'rejected' | null {
  const { quorum } = subject.policy;
  if (peopleCounted(subject.votes, 'against') >= quorum.reject) return 'rejected';
  if (peopleCounted(subject.votes, 'for') < quorum.approve) return null;
  return activeRules(subject).every((rule) => isGroupMet(rule, subject.votes)) ? 'approved' : null;
}

function isGroupMet(rule: ApproverRule, votes: readonly CountedVote[]): boolean {
  return rule.type !== 'usergroup' || rule.count === null || countFor(votes, rule.id) >= rule.count;
}

/** How many approvals the policy needs in all: the quorum, or the sum of its groups where that is more. */
export function approvalsNeeded(subject: Pick<PolicySubject, 'policy' | 'escalationLevel'>): number {
  const inGroups = activeRules(subject).reduce(
    (sum, rule) => sum + (rule.type === 'usergroup' ? (rule.count ?? 0) : 0),
    0,
  );
  return Math.max(subject.policy.quorum.approve, inGroups);
}

/** How many answers it can need, however far it escalates. */
function maxNeeded(policy: Policy): number {
  const escalationLevel = policy.schedule.escalate.length;
  return Math.max(approvalsNeeded({ policy, escalationLevel }), policy.quorum.reject);
}

/** The rules from the beginning and those that escalation adds. */
export function allRules({ approvers, schedule }: Policy): readonly ApproverRule[] {
  return [...approvers, ...schedule.escalate.flatMap((step) => step.approvers)];
}

/** Whether one approval decides, also after every escalation: only then an approver may edit the payload. */
function decidesByOne(policy: Policy): boolean {
  return (
    policy.quorum.approve === 1 && allRules(policy).every((rule) => rule.type !== 'usergroup' || rule.count === null)
  );
}

/** Why nobody could ever meet these rules, or null. Rules of later escalation steps count as possible. */
export function whyUnsatisfiable(policy: Policy): string | null {
  return policy.stages === undefined ? whyRulesUnsatisfiable(policy) : whyStagesUnsatisfiable(policy, policy.stages);
}

function whyStagesUnsatisfiable(policy: Policy, stages: readonly StagePolicy[]): string | null {
  const policies = stages.map((stage) => policyOfStage(policy, stage));
  for (const [index, ofStage] of policies.entries()) {
    const why = whyRulesUnsatisfiable(ofStage);
    if (why !== null) return `in stage ${index + 1} ${why}`;
  }
  const needed = policies.reduce((sum, ofStage) => sum + maxNeeded(ofStage), 0);
  if (needed > limits.votes) return `${needed} answers are needed, but an approval takes ${limits.votes} at most`;
  const lacking = lackingStage(stages, new Set());
  if (lacking === null) return null;
  return `a person counts in one stage only, so the stage ${JSON.stringify(lacking.name)} lacks people`;
}

function whyRulesUnsatisfiable(policy: Policy): string | null {
  const rules = allRules(policy);
  if (policy.approvers.length === 0) return 'there are no approvers';
  const counted = rules.flatMap((rule) => (rule.type === 'usergroup' && rule.count !== null ? [rule.id] : []));
  if (new Set(counted).size !== counted.length) return 'a user group with a count is listed twice';
  if (policy.inputs !== undefined && !decidesByOne(policy))
    return 'with inputs one approval decides: the quorum to approve must be 1, and no user group may have a count';
  const named = new Set(rules.flatMap((rule) => (rule.type === 'user' ? [rule.id] : [])));
  const onlyNamed = rules.every((rule) => rule.type === 'user');
  for (const side of ['approve', 'reject'] as const) {
    if (onlyNamed && policy.quorum[side] > named.size) {
      return `the quorum to ${side} is ${policy.quorum[side]}, but only ${named.size} people are named`;
    }
  }
  const needed = maxNeeded(policy);
  return needed > limits.votes ? `${needed} answers are needed, but an approval takes ${limits.votes} at most` : null;
}

/** The schedule stays that of the question. Where its escalations need more than one approval, nothing can be edited. */
export function amendedPolicy(policy: Policy, { schedule }: Policy): Policy {
  const { inputs, ...amended } = { ...policy, schedule };
  return inputs !== undefined && decidesByOne(amended) ? { ...amended, inputs } : amended;
}
