import type { Approval } from '../domain/model/approval.js';
import type { Installation } from '../domain/model/installation.js';
import { outsiderByHome } from '../domain/model/installation.js';
import type { Person } from '../domain/model/person.js';
import { type Facts, noFacts } from '../domain/model/policy.js';
import { activeRules } from '../domain/policy/may-vote.js';
import type { PersonRecord } from '../ports/slack-transport.js';
import type { SlackAccess } from '../runtime/runtime.js';

/** Cached facts that would let the person vote. Never used to refuse one. Calls nobody. */
export function cachedFacts(
  { connection }: SlackAccess,
  person: Person,
  groupIds: readonly string[],
  installation: Installation | null,
): Facts {
  if (connection === null) return noFacts;
  const { groups, people } = connection.facts;
  const members = groupIds.filter((id) => groups.kept(id)?.includes(person.userId) === true);
  const record = people.kept(person.userId);
  const facts: Facts = { ...noFacts, groups: Object.fromEntries(members.map((id) => [id, true])) };
  if (record === null) return facts;
  const known = withRecord(facts, person, record, installation);
  const isClean = !record.guest && !record.bot && !record.deleted && known.outsider === false;
  return isClean ? known : facts;
}

export function withRecord(
  facts: Facts,
  person: Person,
  record: PersonRecord,
  installation: Installation | null,
): Facts {
  const { guest, bot, deleted } = record;
  return { ...facts, person: { guest, bot, deleted }, outsider: isOutside(person, record, installation) };
}

/** The record says whose organisation a person of another workspace belongs to; where even that is silent, they are outside. */
function isOutside(person: Person, record: PersonRecord, installation: Installation | null): boolean | null {
  if (installation === null) return null;
  const byHome = outsiderByHome(person, null, installation);
  if (byHome !== null) return byHome;
  if (record.teamId !== null && record.teamId === installation.teamId) return false;
  return installation.enterpriseId === null || record.enterpriseId !== installation.enterpriseId;
}

/** The user groups that the rules in force name. */
export function groupIdsOf(approval: Approval): readonly string[] {
  return activeRules(approval).flatMap((rule) => (rule.type === 'usergroup' ? [rule.id] : []));
}
