import type { StagePolicy } from '../model/policy.js';

/**
 * Returns a stage that cannot get as many people as it needs, if each of them counts in one stage only; null: every stage can. Only
 * Slack knows the people of a rule that does not name one, so a stage with such a rule always can.
 *
 * @param excluded - the ids of people who may not vote
 */
export function lackingStage(stages: readonly StagePolicy[], excluded: ReadonlySet<string>): StagePolicy | null {
  const stageOf = new Map<string, StagePolicy>();
  const peopleOf = new Map(stages.map((stage) => [stage, namedIn(stage)?.filter((id) => !excluded.has(id)) ?? null]));
  for (const [stage, people] of peopleOf) {
    if (people === null) continue;
    for (let seat = 0; seat < stage.quorum; seat += 1) {
      if (!seatOne(stage, { stageOf, peopleOf, asked: new Set() })) return stage;
    }
  }
  return null;
}

interface Seating {
  readonly stageOf: Map<string, StagePolicy>;
  readonly peopleOf: ReadonlyMap<StagePolicy, readonly string[] | null>;
  readonly asked: Set<string>;
}

/** Seats one more person in a stage: a free one, or one whose stage can do with another. */
function seatOne(stage: StagePolicy, seating: Seating): boolean {
  const { stageOf, peopleOf, asked } = seating;
  for (const person of peopleOf.get(stage) ?? []) {
    const taken = stageOf.get(person);
    if (asked.has(person) || taken === stage) continue;
    asked.add(person);
    if (taken === undefined || seatOne(taken, seating)) {
      stageOf.set(person, stage);
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
