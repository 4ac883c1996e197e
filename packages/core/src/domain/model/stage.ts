import type { Copy, Work } from './approval.js';
import { isSamePlace, type Place, placesIn } from './place.js';
import type { EscalationStep, Policy, PolicySubject, StagePolicy } from './policy.js';

/** The stage that decides now; null: the approval has no stages. */
export function currentStage({ policy, stage }: Pick<PolicySubject, 'policy' | 'stage'>): StagePolicy | null {
  return policy.stages?.[(stage?.number ?? 1) - 1] ?? null;
}

/** The stage that begins once the current one is approved; null: the question is approved then. */
export function nextStage({
  policy,
  stage = { number: 1, beganAt: 0 },
}: Pick<PolicySubject, 'policy' | 'stage'>): { readonly stage: StagePolicy; readonly number: number } | null {
  const next = policy.stages?.[stage.number];
  return next === undefined ? null : { stage: next, number: stage.number + 1 };
}

/** The steps of escalation, those of the current stage if there are any. */
export function escalationOf(subject: Pick<PolicySubject, 'policy' | 'stage'>): readonly EscalationStep[] {
  return (currentStage(subject) ?? subject.policy.schedule).escalate;
}

/** The copies on which the current stage is decided: those in its own places, or those that belong to no stage. */
export function copiesOfStage(
  subject: Pick<PolicySubject, 'policy' | 'stage'> & { readonly work: Pick<Work, 'copies'> },
): readonly Copy[] {
  const { stage, work } = subject;
  const current = currentStage(subject);
  if (current === null || stage === undefined) return work.copies;
  return work.copies.filter((copy) => copy.stage === stage.number || isPlaceOfStage(current, copy));
}

function isPlaceOfStage(stage: StagePolicy, copy: Copy): boolean {
  const places = placesOfStage(stage);
  return places.length === 0 ? copy.stage === undefined : places.some((place) => isSamePlace(place, copy.place));
}

export function placesOfStage({ channels }: StagePolicy): readonly Place[] {
  return placesIn({ channels: [], places: channels });
}

/** When the voting of a stage ends that begins at an instant: by its own time, and never after the question's. */
export function stageEndsAt(
  policy: Policy,
  stage: StagePolicy | null,
  { askedAt, beganAt }: { readonly askedAt: number; readonly beganAt: number },
): number | null {
  const { expiresInMs } = policy.schedule;
  const end = expiresInMs === null ? null : askedAt + expiresInMs;
  if (stage === null || stage.expiresInMs === null) return end;
  const own = beganAt + stage.expiresInMs;
  return end === null ? own : Math.min(end, own);
}
