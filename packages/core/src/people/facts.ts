import type { Approval } from '../domain/model/approval.js';
import type { Installation } from '../domain/model/installation.js';
import { outsiderByHome } from '../domain/model/installation.js';
import type { Person } from '../domain/model/person.js';
import { type ApproverRule, type Facts, noFacts, type StagePolicy } from '../domain/model/policy.js';
import { activeRules } from '../domain/policy/admit.js';
import type { PersonRecord } from '../ports/slack-transport.js';
import type { SlackAccess } from '../runtime/runtime.js';

/** The person whose facts are needed. */
export interface FactSubject {
  readonly person: Person;
  /** The user groups that the rules name. */
  readonly groupIds: readonly string[];
  /** Where the app is installed; null: not known yet. */
  readonly installation: Installation | null;
}

/** Returns cached facts that would let the person vote. They never refuse a vote: facts against the person are left out. */
export function cachedFacts({ connection }: SlackAccess, subject: FactSubject): Facts {
  const { person, groupIds } = subject;
  if (connection === null) return noFacts;
  const { groups, people } = connection.facts;
  const members = groupIds.filter((id) => groups.get(id)?.includes(person.userId) === true);
  const record = people.get(person.userId);
  const facts: Facts = { ...noFacts, groups: Object.fromEntries(members.map((id) => [id, true])) };
  if (record === null) return facts;
  const known = withRecord(facts, record, subject);
  const isClean = !record.guest && !record.bot && !record.deleted && known.outsider === false;
  return isClean ? known : facts;
}

/** Adds to facts what Slack's record of the person says. */
export function withRecord(facts: Facts, record: PersonRecord, subject: Omit<FactSubject, 'groupIds'>): Facts {
  const { guest, bot, deleted } = record;
  return { ...facts, person: { guest, bot, deleted }, outsider: isOutsider(record, subject) };
}

/** For a person of another workspace, the record names their organisation. If it doesn't, they count as an outsider. */
function isOutsider(record: PersonRecord, { person, installation }: Omit<FactSubject, 'groupIds'>): boolean | null {
  if (installation === null) return null;
  const byHome = outsiderByHome(person, null, installation);
  if (byHome !== null) return byHome;
  if (record.teamId !== null && record.teamId === installation.teamId) return false;
  return installation.enterpriseId === null || record.enterpriseId !== installation.enterpriseId;
}

/** Returns the ids of the user groups that the active rules name, and those of all stages and of the vetoers. */
export function groupIdsOf(approval: Approval): readonly string[] {
  const { stages = [], vetoers = [] } = approval.policy;
  const rules = [...activeRules(approval), ...vetoers, ...stages.flatMap(rulesOfStage)];
  return rules.flatMap((rule) => (rule.type === 'usergroup' ? [rule.id] : []));
}

function rulesOfStage({ approvers, escalate }: StagePolicy): readonly ApproverRule[] {
  return [...approvers, ...escalate.flatMap((step) => step.approvers)];
}
