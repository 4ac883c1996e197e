import type { PendingApproval } from '../model/approval.js';
import { addCopies, wantSync } from '../model/copies.js';
import type { EventOf } from '../model/events.js';
import { type Place, placesIn } from '../model/place.js';
import { currentStage, placesOfStage, stageEndsAt } from '../model/stage.js';

/** Begins the first stage of an approval that is asked or amended, at its last entry. Without stages nothing changes. */
export function beginFirstStage(approval: PendingApproval): PendingApproval {
  const [first] = approval.policy.stages ?? [];
  if (first !== undefined) return beginStage(approval, 1, approval.lastEventAt, placesOfStage(first));
  return approval.stage === undefined ? approval : endStages(approval);
}

/** Begins the next stage. The votes of the one before it stand, and those that were being checked for it are closed. */
export function applyStageBegun(approval: PendingApproval, event: EventOf<'stage_begun'>): PendingApproval {
  const isNext = event.number === (approval.stage?.number ?? 0) + 1;
  if (!isNext || approval.policy.stages?.[event.number - 1] === undefined) return approval;
  const { work } = approval;
  const closed = {
    ...work,
    copies: wantSync(work.copies, event.at),
    unchecked: [],
    showCheckingAt: null,
    setAside: false,
    // the stage before it needs no one any more
    notices: work.notices.filter(({ to }) => to.type !== 'thread'),
  };
  return beginStage({ ...approval, work: closed }, event.number, event.at, placesIn(event));
}

/** Its deadline, escalation and reminders count from its beginning. */
function beginStage(
  approval: PendingApproval,
  number: number,
  beganAt: number,
  places: readonly Place[],
): PendingApproval {
  const { policy, work, askedAt } = approval;
  const { remindEveryMs } = policy.schedule;
  const stage = { number, beganAt };
  return {
    ...approval,
    stage,
    escalationLevel: 0,
    expiresAt: stageEndsAt(policy, currentStage({ policy, stage }), { askedAt, beganAt }),
    remindAt: remindEveryMs === null ? null : beganAt + remindEveryMs,
    work: { ...work, copies: addCopies(work.copies, places, beganAt, { stage: number }) },
  };
}

/** The kind was defined with stages when it was asked, and is not any more. */
function endStages({ stage: _, ...question }: PendingApproval): PendingApproval {
  const { askedAt, policy } = question;
  return { ...question, escalationLevel: 0, expiresAt: stageEndsAt(policy, null, { askedAt, beganAt: askedAt }) };
}
