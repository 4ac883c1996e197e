import { type FactNeeded, type Facts, noFacts } from '../domain/model/policy.js';
import { type Refusal, refusal } from '../domain/model/refusal.js';
import type { SlackOutcome } from '../ports/slack-transport.js';
import type { SlackAccess } from '../runtime/runtime.js';
import { connectionOf } from '../runtime/slack-connection.js';
import { cachedFacts, type FactSubject, withRecord } from './facts.js';

/** Why a look-up failed. */
export interface LookUpFailure {
  /** When to retry, if Slack said so. */
  readonly afterMs: number | null;
  /** Set if a retry would not help. */
  readonly failed: Refusal<'missing_scope' | 'voter_unknown'> | null;
}

/** Returns all cached facts, for or against the person. Use them to decide what to show, never to judge a vote. */
export function recentFacts(slack: SlackAccess, subject: FactSubject): Facts {
  const { person, groupIds } = subject;
  const { groups, people } = connectionOf(slack).facts;
  const members = groupIds.flatMap((id) => {
    const cached = groups.get(id);
    return cached === null ? [] : [[id, cached.includes(person.userId)] as const];
  });
  const facts: Facts = { ...noFacts, groups: Object.fromEntries(members) };
  const record = people.get(person.userId);
  return record === null ? facts : withRecord(facts, record, subject);
}

type Subject = Omit<FactSubject, 'groupIds'>;

/** Looks up in Slack the needed facts that are not known yet. */
export async function lookUpFacts(
  slack: SlackAccess,
  subject: Subject,
  needs: readonly FactNeeded[],
  known: Facts,
): Promise<{ readonly facts: Facts; readonly failure: LookUpFailure | null }> {
  let facts = known;
  for (const need of needs) {
    if (need.type === 'group' ? facts.groups[need.id] !== undefined : facts.person !== null && facts.outsider !== null)
      continue;
    const learned = await lookUpOne(slack, subject, need, facts);
    if (learned.outcome.type !== 'ok') return { facts: learned.facts, failure: failureOf(need, learned.outcome) };
    facts = learned.facts;
  }
  return { facts, failure: null };
}

async function lookUpOne(
  slack: SlackAccess,
  subject: Subject,
  need: FactNeeded,
  facts: Facts,
): Promise<{ readonly facts: Facts; readonly outcome: SlackOutcome<unknown> }> {
  const { groups, people } = connectionOf(slack).facts;
  const { userId } = subject.person;
  if (need.type === 'group') {
    const outcome = await groups.refresh(need.id);
    if (outcome.type !== 'ok') return { facts, outcome };
    return {
      facts: { ...facts, groups: { ...facts.groups, [need.id]: outcome.value.includes(userId) } },
      outcome,
    };
  }
  const outcome = await people.refresh(userId);
  return { facts: outcome.type === 'ok' ? withRecord(facts, outcome.value, subject) : facts, outcome };
}

function failureOf(need: FactNeeded, outcome: Exclude<SlackOutcome<unknown>, { type: 'ok' }>): LookUpFailure {
  const isPassing = outcome.type === 'retry' || outcome.type === 'unknown';
  if (isPassing) return { afterMs: outcome.type === 'retry' ? outcome.afterMs : null, failed: null };
  if (outcome.type === 'waiting' && outcome.reason === 'missing_scope') {
    const scope = outcome.needed ?? (need.type === 'group' ? 'usergroups:read' : 'users:read');
    return {
      afterMs: null,
      failed: refusal('missing_scope', { scope }),
    };
  }
  // someone may fix the token within the two minutes that a check is retried
  if (outcome.type === 'waiting' && outcome.isAppWide) return { afterMs: null, failed: null };
  const [cause, group] =
    need.type === 'group' ? (['group_not_found', need.id] as const) : (['account_not_found', null] as const);
  return { afterMs: null, failed: refusal('voter_unknown', { cause, group }) };
}

/** Rounds for the facts beside those about groups: the person, and their home. */
const personRounds = 2;

/** Judges a person by the cached facts, and looks up missing facts until the judgement is clear or a look-up fails. */
export async function judgeWithLookUps<
  Judgement extends { readonly answer: string; readonly needs?: readonly FactNeeded[] },
>(
  slack: SlackAccess,
  subject: FactSubject,
  judge: (facts: Facts) => Judgement,
): Promise<{ readonly facts: Facts; readonly judgement: Judgement; readonly failure: LookUpFailure | null }> {
  let facts = cachedFacts(slack, subject);
  let judgement = judge(facts);
  // one look-up may show that another one is needed, such as that of the next group
  const maxRounds = subject.groupIds.length + personRounds;
  for (let round = 0; round < maxRounds && judgement.needs !== undefined; round += 1) {
    const lookUp = await lookUpFacts(slack, subject, judgement.needs, facts);
    facts = lookUp.facts;
    if (lookUp.failure !== null) return { facts, judgement, failure: lookUp.failure };
    judgement = judge(facts);
  }
  return { facts, judgement, failure: null };
}
