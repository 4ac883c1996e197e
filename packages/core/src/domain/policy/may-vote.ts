import { isRequester, type Person } from '../model/person.js';
import type {
  ApproverRule,
  CountedVote,
  FactNeeded,
  Facts,
  GroupRule,
  PolicySubject,
  Verdict,
  Voter,
  VoterRefusalCode,
} from '../model/policy.js';

export function activeRules(subject: Pick<PolicySubject, 'policy' | 'escalationLevel'>): readonly ApproverRule[] {
  const { approvers, schedule } = subject.policy;
  return [...approvers, ...schedule.escalate.slice(0, subject.escalationLevel).flatMap((step) => step.approvers)];
}

/** How many approvals count for this group. */
export function countFor(votes: readonly CountedVote[], groupId: string): number {
  return votes.filter((vote) => vote.counts === 'for' && vote.group === groupId).length;
}

/** Says whether this person may vote on this approval, and if not, why; or which facts are needed to tell. */
export function mayVote(subject: PolicySubject, voter: Voter, facts: Facts): Verdict {
  const self = whySelf(subject, voter.person);
  if (self !== null) return refuse('self_approval', self);

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

function whySelf({ policy, requester, amenders }: PolicySubject, person: Person): string | null {
  if (policy.allowSelfApproval) return null;
  if (isRequester(requester, person)) return 'You asked for this yourself, so somebody else has to decide it.';
  return amenders.some((amender) => isRequester(amender, person))
    ? 'You changed this yourself, so somebody else has to decide it.'
    : null;
}

/** Returns the first group that admits the voter and still lacks an approval; a verdict: facts are missing; null: no such group. */
function openGroup(
  subject: PolicySubject,
  rules: readonly ApproverRule[],
  voter: Voter,
  facts: Facts,
): string | Verdict | null {
  for (const rule of rules) {
    if (rule.type !== 'usergroup' || rule.count === null) continue;
    if (countFor(subject.votes, rule.id) >= rule.count) continue;
    const verdict = admits(rule, voter, facts);
    if (verdict.answer === 'unknown') return verdict;
    if (verdict.answer === 'allowed') return rule.id;
  }
  return null;
}

function admits(rule: ApproverRule, voter: Voter, facts: Facts): Verdict {
  if (rule.type === 'user') {
    return rule.id === voter.person.userId ? { answer: 'allowed', group: null } : notAnApprover();
  }
  if (rule.type === 'usergroup') return admitsGroup(rule, facts);
  if (rule.type === 'channelMembers' && !voter.onCard) {
    return refuse('use_the_card', 'Members of the channel may decide this: please use the card in its channel.');
  }
  return admitsInsider(facts);
}

function admitsGroup(rule: GroupRule, facts: Facts): Verdict {
  if (facts.groups[rule.id] === false) return notAnApprover();
  if (facts.outsider === true) return outside();
  const needs: FactNeeded[] = [];
  if (facts.groups[rule.id] !== true) needs.push({ type: 'group', id: rule.id });
  if (facts.outsider === null) needs.push({ type: 'home' });
  return needs.length > 0 ? { answer: 'unknown', needs } : { answer: 'allowed', group: null };
}

function admitsInsider(facts: Facts): Verdict {
  if (facts.outsider === true) return outside();
  if (facts.person?.bot === true) return refuse('bot', 'Apps and bots cannot decide this.');
  if (facts.person?.guest === true)
    return refuse('guest', 'Guests cannot decide this unless they are named as approvers.');
  if (facts.person?.deleted === true) return refuse('deactivated', 'This account is deactivated.');
  const needs: FactNeeded[] = [];
  if (facts.outsider === null) needs.push({ type: 'home' });
  if (facts.person === null) needs.push({ type: 'person' });
  return needs.length > 0 ? { answer: 'unknown', needs } : { answer: 'allowed', group: null };
}

/** A person is told the most specific reason that any rule gives. */
function findMostSpecific(verdicts: readonly Verdict[]): Verdict {
  return (
    verdicts.find((verdict) => verdict.answer === 'refused' && verdict.code !== 'not_an_approver') ?? notAnApprover()
  );
}

function outside(): Verdict {
  return refuse(
    'outsider',
    'People from outside this workspace cannot decide this unless they are named as approvers.',
  );
}

function notAnApprover(): Verdict {
  return refuse('not_an_approver', 'You are not one of the approvers of this.');
}

function refuse(code: VoterRefusalCode, explanation: string): Verdict {
  return { answer: 'refused', code, explanation };
}
