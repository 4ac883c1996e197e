import { outsiderByHome } from '../domain/installation.js';
import type { Person } from '../domain/person.js';
import { type FactNeeded, type Facts, noFacts } from '../domain/policy.js';
import type { Installation, PersonRecord, SlackOutcome, SlackTransport } from '../ports/slack-transport.js';
import { lookUpCache } from './look-up-cache.js';

/** Why a look-up did not answer: for now, or for good. */
export interface LookUpFailure {
  readonly afterMs: number | null;
  readonly failed: { readonly code: 'missing_scope' | 'voter_unknown'; readonly explanation: string } | null;
}

export interface FactSource {
  /** What is at hand and speaks for the person; a no is never taken from here. Calls nobody. */
  atHand(person: Person, groupIds: readonly string[], installation: Installation | null): Facts;
  /** What was learned lately, for or against the person: good enough for what is shown to them, never for a vote. */
  lately(person: Person, groupIds: readonly string[], installation: Installation | null): Facts;
  /** Looks the needed facts up afresh. */
  lookUp(
    person: Person,
    needs: readonly FactNeeded[],
    known: Facts,
    installation: Installation | null,
  ): Promise<{ readonly facts: Facts; readonly failure: LookUpFailure | null }>;
}

const groupsLastMs = 60_000;
const peopleLastMs = 5 * 60_000;

/** Looks people and user groups up in Slack, keeps the answers for a while, and asks for each only once at a time. */
export function factSource(transport: SlackTransport, clock: () => number): FactSource {
  const groups = lookUpCache((id: string) => transport.groupMembers(id), clock, groupsLastMs);
  const people = lookUpCache((id: string) => transport.person(id), clock, peopleLastMs);

  const learn = async (
    need: FactNeeded,
    person: Person,
    installation: Installation | null,
    facts: Facts,
  ): Promise<{ readonly facts: Facts; readonly outcome: SlackOutcome<unknown> }> => {
    if (need.type === 'group') {
      const outcome = await groups.fresh(need.id);
      if (outcome.type !== 'ok') return { facts, outcome };
      return {
        facts: { ...facts, groups: { ...facts.groups, [need.id]: outcome.value.includes(person.userId) } },
        outcome,
      };
    }
    const outcome = await people.fresh(person.userId);
    return { facts: outcome.type === 'ok' ? withRecord(facts, person, outcome.value, installation) : facts, outcome };
  };

  return {
    atHand(person, groupIds, installation) {
      const members = groupIds.filter((id) => groups.kept(id)?.includes(person.userId) === true);
      const record = people.kept(person.userId);
      const facts: Facts = { ...noFacts, groups: Object.fromEntries(members.map((id) => [id, true])) };
      if (record === null) return facts;
      const known = withRecord(facts, person, record, installation);
      const isClean = !record.guest && !record.bot && !record.deleted && known.outsider === false;
      return isClean ? known : facts;
    },
    lately(person, groupIds, installation) {
      const members = groupIds.flatMap((id) => {
        const kept = groups.kept(id);
        return kept === null ? [] : [[id, kept.includes(person.userId)] as const];
      });
      const facts: Facts = { ...noFacts, groups: Object.fromEntries(members) };
      const record = people.kept(person.userId);
      return record === null ? facts : withRecord(facts, person, record, installation);
    },
    async lookUp(person, needs, known, installation) {
      let facts = known;
      for (const need of needs) {
        if (
          need.type === 'group' ? facts.groups[need.id] !== undefined : facts.person !== null && facts.outsider !== null
        )
          continue;
        const learned = await learn(need, person, installation, facts);
        if (learned.outcome.type !== 'ok') return { facts: learned.facts, failure: failureOf(need, learned.outcome) };
        facts = learned.facts;
      }
      return { facts, failure: null };
    },
  };
}

function withRecord(facts: Facts, person: Person, record: PersonRecord, installation: Installation | null): Facts {
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

function failureOf(need: FactNeeded, outcome: Exclude<SlackOutcome<unknown>, { type: 'ok' }>): LookUpFailure {
  if (outcome.type !== 'permanent') return { afterMs: outcome.type === 'retry' ? outcome.afterMs : null, failed: null };
  if (outcome.reason === 'missing_scope') {
    const scope = outcome.needed ?? (need.type === 'group' ? 'usergroups:read' : 'users:read');
    return {
      afterMs: null,
      failed: {
        code: 'missing_scope',
        explanation: `The Slack app lacks the scope ${scope}, so it cannot see whether you may decide this. Please tell whoever runs it.`,
      },
    };
  }
  const what = need.type === 'group' ? `the user group ${need.id}` : 'your account';
  return {
    afterMs: null,
    failed: { code: 'voter_unknown', explanation: `Slack could not look up ${what}, so your answer does not count.` },
  };
}
