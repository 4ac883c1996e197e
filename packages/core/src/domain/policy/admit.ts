import { isAsker } from '../model/person.js';
import type {
  ApproverRule,
  CountedVote,
  FactNeeded,
  Facts,
  GroupRule,
  PolicySubject,
  Voter,
  VoterRefusalCode,
} from '../model/policy.js';

/** Whether the rules admit a person: yes, no by a code, or which facts are needed to tell. */
export type Admission =
  | { readonly answer: 'allowed'; readonly group: string | null; readonly isVeto?: true }
  | { readonly answer: 'refused'; readonly code: VoterRefusalCode }
  | { readonly answer: 'unknown'; readonly needs: readonly FactNeeded[] };

export function activeRules(subject: Pick<PolicySubject, 'policy' | 'escalationLevel'>): readonly ApproverRule[] {
  const { approvers, schedule } = subject.policy;
  return [...approvers, ...schedule.escalate.slice(0, subject.escalationLevel).flatMap((step) => step.approvers)];
}

/** How many approvals count for this group. */
export function countFor(votes: readonly CountedVote[], groupId: string): number {
  return votes.filter((vote) => vote.counts === 'for' && vote.group === groupId).length;
}

/** As `mayVote`, which explains a refusal in words. A vote that counts does without them. */
export function admit(subject: PolicySubject, voter: Voter, facts: Facts): Admission {
  if (!subject.policy.allowSelfApproval && isAsker(subject, voter.person)) return refuse('self_approval');

  const rules = activeRules(subject);
  const group = voter.answer === 'approve' ? openGroup(subject, rules, voter, facts) : null;
  if (group !== null && typeof group !== 'string') return group;
  if (group !== null) return { answer: 'allowed', group };

  const verdicts = rules.map((rule) => admits(rule, voter, facts));
  if (verdicts.some((verdict) => verdict.answer === 'allowed')) return { answer: 'allowed', group: null };
  const needs = verdicts.flatMap((verdict) => (verdict.answer === 'unknown' ? verdict.needs : []));
  if (needs.length > 0) return { answer: 'unknown', needs };
  return findMostSpecific(verdicts);
}

/** Returns the first group that admits the voter and still lacks an approval; a verdict: facts are missing; null: no such group. */
function openGroup(
  subject: PolicySubject,
  rules: readonly ApproverRule[],
  voter: Voter,
  facts: Facts,
): string | Admission | null {
  const { choice } = voter;
  const votes = choice === undefined ? subject.votes : subject.votes.filter((vote) => vote.choice === choice);
  for (const rule of rules) {
    if (rule.type !== 'usergroup' || rule.count === null) continue;
    if (countFor(votes, rule.id) >= rule.count) continue;
    const verdict = admits(rule, voter, facts);
    if (verdict.answer === 'unknown') return verdict;
    if (verdict.answer === 'allowed') return rule.id;
  }
  return null;
}

function admits(rule: ApproverRule, voter: Voter, facts: Facts): Admission {
  if (rule.type === 'user') {
    return rule.id === voter.person.userId ? { answer: 'allowed', group: null } : refuse('not_an_approver');
  }
  if (rule.type === 'usergroup') return admitsGroup(rule, facts);
  if (rule.type === 'channelMembers' && !voter.onCard) {
    return refuse('use_the_card');
  }
  return admitsInsider(facts);
}

function admitsGroup(rule: GroupRule, facts: Facts): Admission {
  if (facts.groups[rule.id] === false) return refuse('not_an_approver');
  if (facts.outsider === true) return refuse('outsider');
  const needs: FactNeeded[] = [];
  if (facts.groups[rule.id] !== true) needs.push({ type: 'group', id: rule.id });
  if (facts.outsider === null) needs.push({ type: 'home' });
  return needs.length > 0 ? { answer: 'unknown', needs } : { answer: 'allowed', group: null };
}

function admitsInsider(facts: Facts): Admission {
  if (facts.outsider === true) return refuse('outsider');
  if (facts.person?.bot === true) return refuse('bot');
  if (facts.person?.guest === true) return refuse('guest');
  if (facts.person?.deleted === true) return refuse('deactivated');
  const needs: FactNeeded[] = [];
  if (facts.outsider === null) needs.push({ type: 'home' });
  if (facts.person === null) needs.push({ type: 'person' });
  return needs.length > 0 ? { answer: 'unknown', needs } : { answer: 'allowed', group: null };
}

/** A person is told the most specific reason that any rule gives. */
function findMostSpecific(verdicts: readonly Admission[]): Admission {
  return (
    verdicts.find((verdict) => verdict.answer === 'refused' && verdict.code !== 'not_an_approver') ??
    refuse('not_an_approver')
  );
}

function refuse(code: VoterRefusalCode): Admission {
  return { answer: 'refused', code };
}
