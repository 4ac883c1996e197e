import { outsiderByHome } from '../domain/model/installation.js';
import type { Person } from '../domain/model/person.js';
import { type Facts, noFacts } from '../domain/model/policy.js';
import type { Installation, PersonRecord, SlackTransport } from '../ports/slack-transport.js';
import { type LookUpCache, lookUpCache } from './look-up-cache.js';

/** What this process has learned about people and user groups. */
export interface FactSource {
  /** The members of a group, by its id. */
  readonly groups: LookUpCache<readonly string[]>;
  readonly people: LookUpCache<PersonRecord>;
}

const groupsLastMs = 60_000;
const peopleLastMs = 5 * 60_000;

/** Looks people and user groups up in Slack, keeps the answers for a while, and asks for each only once at a time. */
export function factSource(transport: SlackTransport, clock: () => number): FactSource {
  return {
    groups: lookUpCache((id: string) => transport.groupMembers(id), clock, groupsLastMs),
    people: lookUpCache((id: string) => transport.person(id), clock, peopleLastMs),
  };
}

/** What is at hand and speaks for the person; a no is never taken from here. Calls nobody. */
export function factsAtHand(
  { groups, people }: FactSource,
  person: Person,
  groupIds: readonly string[],
  installation: Installation | null,
): Facts {
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
