import { limits } from '../domain/model/limits.js';
import type { ApproverRule, Policy } from '../domain/model/policy.js';
import type { Problem } from '../options/problems.js';

/** Notes a problem with the options of a kind. */
export type Report = (message: string, code?: Problem['code']) => void;

const ruleTypes: readonly unknown[] = [
  'user',
  'usergroup',
  'channelMembers',
  'anyone',
] satisfies ApproverRule['type'][];
const idPatterns = { user: /^[UW][A-Z0-9]+$/, usergroup: /^S[A-Z0-9]+$/ } as const;

/** Checks the rules that an option lists. */
export function readRules(
  given: readonly ApproverRule[] | undefined,
  report: Report,
  name = 'approvers',
): readonly ApproverRule[] {
  const rules = Array.isArray(given) ? given : [];
  for (const rule of rules) {
    if (!ruleTypes.includes(rule?.type)) {
      report(`${name} must be made by user(…), usergroup(…), channelMembers() or anyone()`);
      continue;
    }
    if (rule.type === 'user' && !idPatterns.user.test(rule.id))
      report('user(…) must get a Slack user id such as U0ALICE');
    if (rule.type !== 'usergroup') continue;
    if (!idPatterns.usergroup.test(rule.id)) report('usergroup(…) must get a Slack user group id such as S0ONCALL');
    if (rule.count !== null) readQuorum(rule.count, report);
  }
  // a rule that was not made by usergroup(…) may leave out its count
  return rules.map((rule) => (rule?.type === 'usergroup' ? { ...rule, count: rule.count ?? null } : rule));
}

export function readQuorum(count: number | undefined, report: Report, name = 'quorum'): number {
  const people = count ?? 1;
  if (!Number.isInteger(people) || people < 1 || people > limits.quorum)
    report(`${name} must be 1 to ${limits.quorum} people`);
  return people;
}

/** Reads `mention`. The default is not stored, so that a policy reads as it did before there was a choice. */
export function readMention(
  mention: 'approvers' | 'nobody' | readonly ApproverRule[] | undefined,
  report: Report,
): Pick<Policy, 'mention'> {
  if (mention === undefined || mention === 'approvers') return {};
  if (mention === 'nobody') return { mention };
  if (!Array.isArray(mention)) report('mention must be "approvers", "nobody" or rules');
  return { mention: readRules(mention, report) };
}
