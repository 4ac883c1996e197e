import { isRequester, type Person, type Requester } from './person.js';

/** One person, by Slack user id. */
export type UserRule = { readonly type: 'user'; readonly id: string };
/**
 * A Slack user group.
 *
 * With a count, so many of the approvals have to count for it, besides the quorum.
 */
export type GroupRule = { readonly type: 'usergroup'; readonly id: string; readonly count: number | null };
/** Who may vote: a person, a Slack user group, whoever is in the card's channel, or anyone. */
export type ApproverRule = UserRule | GroupRule | { readonly type: 'channelMembers' } | { readonly type: 'anyone' };

/** Whether an answer comes with a reason: not asked for, asked for, or needed. */
export type ReasonRule = 'none' | 'optional' | 'required';
/** What a person says to the question. */
export type Answer = 'approve' | 'reject';

/** What happens so long after asking: more rules become active, more channels get a copy. */
export interface EscalationStep {
  readonly afterMs: number;
  readonly approvers: readonly ApproverRule[];
  readonly channels: readonly string[];
}

/** What time alone does to a question. */
export interface Schedule {
  /** null: never. */
  readonly expiresInMs: number | null;
  readonly onExpiry: 'expire' | 'reject' | 'approve';
  /** null: never. */
  readonly remindEveryMs: number | null;
  readonly escalate: readonly EscalationStep[];
}

/**
 * Everything that decides who may answer, when, and what follows.
 *
 * It is frozen into the revision that was asked with it.
 */
export interface Policy {
  readonly approvers: readonly ApproverRule[];
  readonly quorum: { readonly approve: number; readonly reject: number };
  readonly allowSelfApproval: boolean;
  readonly reason: { readonly approve: ReasonRule; readonly reject: ReasonRule };
  readonly schedule: Schedule;
  readonly deliverWithinMs: number;
  /** How long after the decision a key stays held; null: forever. */
  readonly keyForMs: number | null;
  readonly retainForMs: number;
  readonly notify: 'requester' | 'nobody';
  readonly fallbackChannel: string | null;
}

/** A vote as the policy sees it: counted for the approval or against it, and for which group. */
export interface CountedVote {
  readonly by: Person;
  readonly counts: 'for' | 'against';
  readonly group: string | null;
}

/** What the policy judges: the policy itself, the rules that escalation has switched on, and the votes so far. */
export interface PolicySubject {
  readonly policy: Policy;
  readonly escalationLevel: number;
  readonly requester: Requester;
  /** Everybody who amended it since it was asked: they are as good as the requester. */
  readonly amenders: readonly Requester[];
  readonly votes: readonly CountedVote[];
}

export interface Voter {
  readonly person: Person;
  readonly answer: Answer;
  /** The vote was cast on the card, in a channel the card was posted to. */
  readonly onCard: boolean;
}

/** What was looked up about a person; null is "not known", which is never a yes. */
export interface Facts {
  readonly groups: Readonly<Record<string, boolean>>;
  readonly person: { readonly guest: boolean; readonly bot: boolean; readonly deleted: boolean } | null;
  /** From outside the installation (Slack Connect). */
  readonly outsider: boolean | null;
}

export type FactNeeded =
  | { readonly type: 'group'; readonly id: string }
  | { readonly type: 'person' }
  | { readonly type: 'home' };

export type Verdict =
  | { readonly answer: 'allowed'; readonly group: string | null }
  | { readonly answer: 'refused'; readonly code: VoterRefusalCode; readonly explanation: string }
  | { readonly answer: 'unknown'; readonly needs: readonly FactNeeded[] };

/** Why a person may not vote. */
export type VoterRefusalCode =
  | 'self_approval'
  | 'not_an_approver'
  | 'outsider'
  | 'guest'
  | 'bot'
  | 'deactivated'
  | 'use_the_card';

export const noFacts: Facts = { groups: {}, person: null, outsider: null };

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
  if (self !== null) return refused('self_approval', self);

  const rules = activeRules(subject);
  const group = voter.answer === 'approve' ? openGroup(subject, rules, voter, facts) : null;
  if (group !== null && typeof group !== 'string') return group;
  if (group !== null) return { answer: 'allowed', group };

  const verdicts = rules.map((rule) => admits(rule, voter, facts));
  if (verdicts.some((verdict) => verdict.answer === 'allowed')) return { answer: 'allowed', group: null };
  const needs = verdicts.flatMap((verdict) => (verdict.answer === 'unknown' ? verdict.needs : []));
  if (needs.length > 0) return { answer: 'unknown', needs };
  return mostTelling(verdicts);
}

function whySelf({ policy, requester, amenders }: PolicySubject, person: Person): string | null {
  if (policy.allowSelfApproval) return null;
  if (isRequester(requester, person)) return 'You asked for this yourself, so somebody else has to decide it.';
  return amenders.some((amender) => isRequester(amender, person))
    ? 'You changed this yourself, so somebody else has to decide it.'
    : null;
}

/** The first listed group that admits the voter and still lacks an approval; a verdict where that can't be told yet; null where there is none. */
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
    return refused('use_the_card', 'Members of the channel may decide this: please use the card in its channel.');
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
  if (facts.person?.bot === true) return refused('bot', 'Apps and bots cannot decide this.');
  if (facts.person?.guest === true)
    return refused('guest', 'Guests cannot decide this unless they are named as approvers.');
  if (facts.person?.deleted === true) return refused('deactivated', 'This account is deactivated.');
  const needs: FactNeeded[] = [];
  if (facts.outsider === null) needs.push({ type: 'home' });
  if (facts.person === null) needs.push({ type: 'person' });
  return needs.length > 0 ? { answer: 'unknown', needs } : { answer: 'allowed', group: null };
}

/** A person is told the most specific reason that any rule gives. */
function mostTelling(verdicts: readonly Verdict[]): Verdict {
  return (
    verdicts.find((verdict) => verdict.answer === 'refused' && verdict.code !== 'not_an_approver') ?? notAnApprover()
  );
}

function outside(): Verdict {
  return refused(
    'outsider',
    'People from outside this workspace cannot decide this unless they are named as approvers.',
  );
}

function notAnApprover(): Verdict {
  return refused('not_an_approver', 'You are not one of the approvers of this.');
}

function refused(code: VoterRefusalCode, explanation: string): Verdict {
  return { answer: 'refused', code, explanation };
}
