import type { Installation } from '../domain/model/installation.js';
import type { Person } from '../domain/model/person.js';
import { type FactNeeded, type Facts, noFacts } from '../domain/model/policy.js';
import type { SlackOutcome } from '../ports/slack-transport.js';
import type { SlackAccess } from '../runtime/runtime.js';
import { connectionOf } from '../runtime/slack-connection.js';
import { cachedFacts, withRecord } from './facts.js';

/** Why a look-up did not answer: for now, or for good. */
export interface LookUpFailure {
  readonly afterMs: number | null;
  readonly failed: { readonly code: 'missing_scope' | 'voter_unknown'; readonly explanation: string } | null;
}

/** What was learned lately, for or against the person: good enough for what is shown to them, never for a vote. */
export function factsLately(
  slack: SlackAccess,
  person: Person,
  groupIds: readonly string[],
  installation: Installation | null,
): Facts {
  const { groups, people } = connectionOf(slack).facts;
  const members = groupIds.flatMap((id) => {
    const kept = groups.kept(id);
    return kept === null ? [] : [[id, kept.includes(person.userId)] as const];
  });
  const facts: Facts = { ...noFacts, groups: Object.fromEntries(members) };
  const record = people.kept(person.userId);
  return record === null ? facts : withRecord(facts, person, record, installation);
}

/** Looks the needed facts up afresh. */
export async function lookUpFacts(
  slack: SlackAccess,
  person: Person,
  needs: readonly FactNeeded[],
  known: Facts,
  installation: Installation | null,
): Promise<{ readonly facts: Facts; readonly failure: LookUpFailure | null }> {
  let facts = known;
  for (const need of needs) {
    if (need.type === 'group' ? facts.groups[need.id] !== undefined : facts.person !== null && facts.outsider !== null)
      continue;
    const learned = await learn(slack, need, person, installation, facts);
    if (learned.outcome.type !== 'ok') return { facts: learned.facts, failure: failureOf(need, learned.outcome) };
    facts = learned.facts;
  }
  return { facts, failure: null };
}

async function learn(
  slack: SlackAccess,
  need: FactNeeded,
  person: Person,
  installation: Installation | null,
  facts: Facts,
): Promise<{ readonly facts: Facts; readonly outcome: SlackOutcome<unknown> }> {
  const { groups, people } = connectionOf(slack).facts;
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
}

function failureOf(need: FactNeeded, outcome: Exclude<SlackOutcome<unknown>, { type: 'ok' }>): LookUpFailure {
  const isPassing = outcome.type === 'retry' || outcome.type === 'unknown';
  if (isPassing) return { afterMs: outcome.type === 'retry' ? outcome.afterMs : null, failed: null };
  if (outcome.type === 'waiting' && outcome.reason === 'missing_scope') {
    const scope = outcome.needed ?? (need.type === 'group' ? 'usergroups:read' : 'users:read');
    return {
      afterMs: null,
      failed: {
        code: 'missing_scope',
        explanation: `The Slack app lacks the scope ${scope}, so it cannot see whether you may decide this. Please tell the people who run it.`,
      },
    };
  }
  // a token can be mended within the two minutes that a check lasts
  if (outcome.type === 'waiting' && outcome.isAppWide) return { afterMs: null, failed: null };
  const what = need.type === 'group' ? `the user group ${need.id}` : 'your account';
  return {
    afterMs: null,
    failed: { code: 'voter_unknown', explanation: `Slack could not look up ${what}, so your answer does not count.` },
  };
}

/** Who is judged: whose facts, which groups the rules name, and where the app is installed. */
export interface LookUpSubject {
  readonly person: Person;
  readonly groupIds: readonly string[];
  readonly installation: Installation | null;
}

/** One look-up may show that another is needed. There are three kinds of fact. */
const maxRounds = 3;

/** Judges a person with the cached facts and looks up what is missing, until the judgement is clear or a look-up fails. */
export async function judgeWithLookUps<
  Judgement extends { readonly answer: string; readonly needs?: readonly FactNeeded[] },
>(
  slack: SlackAccess,
  { person, groupIds, installation }: LookUpSubject,
  judge: (facts: Facts) => Judgement,
): Promise<{ readonly facts: Facts; readonly judgement: Judgement; readonly failure: LookUpFailure | null }> {
  let facts = cachedFacts(slack, person, groupIds, installation);
  let judgement = judge(facts);
  for (let round = 0; round < maxRounds && judgement.needs !== undefined; round += 1) {
    const looked = await lookUpFacts(slack, person, judgement.needs, facts, installation);
    facts = looked.facts;
    if (looked.failure !== null) return { facts, judgement, failure: looked.failure };
    judgement = judge(facts);
  }
  return { facts, judgement, failure: null };
}
