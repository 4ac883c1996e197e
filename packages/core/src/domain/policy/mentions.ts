import type { Approval, Copy } from '../model/approval.js';
import { mayMention } from '../model/copies.js';
import { isAsker, isSamePerson, type Person } from '../model/person.js';
import type { ApproverRule } from '../model/policy.js';
import { inStage } from '../stages/in-stage.js';
import { activeRules, countFor } from './admit.js';
import { choicesOf } from './choices.js';
import { approvalsNeeded, peopleCounted } from './quorum.js';

/** The people and user groups that a message mentions, by Slack's ids. */
export interface Mentions {
  readonly people: readonly string[];
  readonly groups: readonly string[];
}

/** With more people named, none of them is mentioned. */
const maxPeople = 20;
const maxGroups = 20;

export const noMentions: Mentions = { people: [], groups: [] };

/** Whom the post of a copy mentions: of the people the copy is for, those who can still act. */
export function mentionsOfPost(approval: Approval, copy: Copy): Mentions {
  // a stage that is over needs no one
  if (!mayMention(approval.work.copies, copy) || (copy.stage ?? approval.stage?.number) !== approval.stage?.number)
    return noMentions;
  const current = inStage(approval);
  const { mention, approvers, schedule } = current.policy;
  if (copy.level !== undefined)
    return mentionsOf(current, mention === 'nobody' ? mention : (schedule.escalate[copy.level - 1]?.approvers ?? []));
  if (copy.stage !== undefined) return mentionsOf(current, mention === 'nobody' ? mention : approvers);
  return mentionsOf(current, mention ?? (hasOwnPost(approval) ? [] : approvers));
}

/** Whether the current stage has its own card, whose post mentions its people. */
function hasOwnPost({ stage, work }: Approval): boolean {
  return work.copies.some(
    (copy) => copy.stage !== undefined && copy.stage === stage?.number && copy.level === undefined,
  );
}

/** Whom the message mentions that begins a stage: its people. */
export function mentionsOfStage(approval: Approval): Mentions {
  const current = inStage(approval);
  return mentionsOf(current, current.policy.mention === 'nobody' ? 'nobody' : activeRules(current));
}

/** Whom a reminder mentions: everyone who can still act. */
export function mentionsOfReminder(approval: Approval): Mentions {
  const current = inStage(approval);
  const { mention = 'approvers', schedule } = current.policy;
  if (mention === 'nobody') return noMentions;
  const escalated = schedule.escalate.slice(0, current.escalationLevel).flatMap(({ approvers }) => approvers);
  return mentionsOf(current, mention === 'approvers' ? activeRules(current) : [...mention, ...escalated]);
}

/** Everyone of both, each once: as many as `limitMentions` needs to tell whether they are too many. */
export function joinMentions(one: Mentions, other: Mentions): Mentions {
  const people = new Set([...one.people, ...other.people]);
  const groups = new Set([...one.groups, ...other.groups]);
  return { people: [...people].slice(0, maxPeople + 1), groups: [...groups].slice(0, maxGroups) };
}

/** Keeps what one message mentions: not more than twenty people, and at most twenty groups. */
export function limitMentions({ people, groups }: Mentions): Mentions {
  return { people: people.length > maxPeople ? [] : people, groups: groups.slice(0, maxGroups) };
}

function mentionsOf(approval: Approval, rules: 'nobody' | readonly ApproverRule[]): Mentions {
  if (rules === 'nobody' || approval.status !== 'pending') return noMentions;
  const named = idsOf(rules, 'user');
  const full = fullGroups(approval);
  return limitMentions({
    // counted before people are left out, so that a vote never begins to mention the others one by one
    people: named.length > maxPeople ? [] : named.filter((id) => canStillAct(approval, personOf(id))),
    groups: idsOf(rules, 'usergroup').filter((id) => !full.has(id)),
  });
}

function idsOf(rules: readonly ApproverRule[], type: 'user' | 'usergroup'): readonly string[] {
  return [...new Set(rules.flatMap((rule) => (rule.type === type ? [rule.id] : [])))];
}

function personOf(userId: string): Person {
  return { userId, teamId: null, enterpriseId: null };
}

/** Not if they have voted, or if they asked, it was asked on their behalf, or they amended, and the policy excludes them. */
function canStillAct(approval: Approval, person: Person): boolean {
  const { policy, votes, work } = approval;
  if ([...votes, ...work.unchecked].some(({ by }) => isSamePerson(by, person))) return false;
  return policy.allowSelfApproval || !isAsker(approval, person);
}

/** The groups that have all their approvals, while every approval that is still needed has to come from another group. */
function fullGroups(approval: Approval): ReadonlySet<string> {
  // a group counts for each choice alone, so its members can still act for another one
  if (choicesOf(approval) !== undefined) return new Set();
  const counted = activeRules(approval).flatMap((rule) =>
    rule.type === 'usergroup' && rule.count !== null
      ? [{ id: rule.id, lacks: Math.max(0, rule.count - countFor(approval.votes, rule.id)) }]
      : [],
  );
  const lacking = counted.reduce((sum, { lacks }) => sum + lacks, 0);
  const isOpenToAll = approvalsNeeded(approval) - peopleCounted(approval.votes, 'for') > lacking;
  return new Set(isOpenToAll ? [] : counted.flatMap(({ id, lacks }) => (lacks === 0 ? [id] : [])));
}
