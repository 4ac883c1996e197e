import type { StagePolicy } from '../model/policy.js';

/**
 * Returns a stage that cannot get as many people as it needs, if each of them counts in one stage only; null: every stage can. Only
 * Slack knows the people of a rule that does not name one, so a stage with such a rule always can.
 *
 * @param excluded - the ids of people who may not vote
 */
export function lackingStage(stages: readonly StagePolicy[], excluded: ReadonlySet<string>): StagePolicy | null {
  const takenBy = new Map<string, Table>();
  for (const stage of stages) {
    const people = namedIn(stage)?.filter((id) => !excluded.has(id));
    if (people === undefined) continue;
    const table = { people };
    for (let seat = 0; seat < stage.quorum; seat += 1) if (!seatOne(table, takenBy, new Set())) return stage;
  }
  return null;
}

/** A stage, as the people whom it can have. */
interface Table {
  readonly people: readonly string[];
}

/** Seats one more person in a stage: a free one, or one whose stage can do with another. */
function seatOne(table: Table, takenBy: Map<string, Table>, asked: Set<string>): boolean {
  for (const person of table.people) {
    const taken = takenBy.get(person);
    if (asked.has(person) || taken === table) continue;
    asked.add(person);
    if (taken === undefined || seatOne(taken, takenBy, asked)) {
      takenBy.set(person, table);
      return true;
    }
  }
  return false;
}

/** The people whom a stage names; null: it has other rules too. */
function namedIn({ approvers, escalate }: StagePolicy): readonly string[] | null {
  const rules = [...approvers, ...escalate.flatMap((step) => step.approvers)];
  const named = rules.flatMap((rule) => (rule.type === 'user' ? [rule.id] : []));
  return named.length === rules.length ? [...new Set(named)] : null;
}
