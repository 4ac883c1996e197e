import { evolveOn } from '../evolve/evolve.js';
import type { Approval, PendingApproval } from '../model/approval.js';
import { isUnposted, mayMention } from '../model/copies.js';
import type { ApprovalEvent, EventOf } from '../model/events.js';
import { toPlaceList } from '../model/place.js';
import type { StagePolicy } from '../model/policy.js';
import { copiesOfStage, placesOfStage } from '../model/stage.js';
import { outcomeOf } from '../policy/quorum.js';
import { inStage } from '../stages/in-stage.js';
import { decideAs, isApprovalHeld, noticeToVoter, standingVotes } from './end-approval.js';
import { noticesInThreads } from './outcome/notices-in-threads.js';

/** As `decideByVotes`, of a policy that may have stages and vetoers: a stage that is approved begins the next one. */
export function decideByStage(approval: Approval, at: number): readonly ApprovalEvent[] {
  if (approval.status !== 'pending') return [];
  const standing = standingVotes(approval);
  const votes = standingVotes(inStage(approval));
  const isVetoed = standing.some(({ isVeto }) => isVeto === true);
  const outcome = isVetoed ? 'rejected' : outcomeOf({ ...inStage(approval), votes });
  if (outcome === null || isApprovalHeld(outcome, votes, approval)) return [];
  const { number } = approval.stage ?? { number: 0 };
  const next = number === 0 ? undefined : approval.policy.stages?.[number];
  if (outcome === 'rejected' || next === undefined) return decideAs(outcome, standing, approval, at);
  return beginStage(approval, { stage: next, number: number + 1 }, at);
}

/** Begins a stage. Its people are told by the post of its card or, if it gets none, in the threads of the cards that are there. */
function beginStage(
  approval: PendingApproval,
  { stage, number }: { readonly stage: StagePolicy; readonly number: number },
  at: number,
): readonly ApprovalEvent[] {
  const begun: EventOf<'stage_begun'> = {
    type: 'stage_begun',
    at,
    number,
    name: stage.name,
    ...toPlaceList(placesOfStage(stage)),
  };
  const closed = approval.work.unchecked.map((vote) => noticeToVoter(vote, approval, { type: 'stage_closed' }, at));
  const after = evolveOn(approval, [begun]);
  return [
    begun,
    ...closed,
    ...(isToldByPost(after) ? [] : noticesInThreads(after, { type: 'stage_begun', stage: number }, at)),
  ];
}

/** Whether a post of the card is still to come that tells the people of the stage. */
function isToldByPost(approval: Approval): boolean {
  const { copies } = approval.work;
  return copiesOfStage(approval).some(
    (copy) => isUnposted(copy) && (copy.stage === approval.stage?.number || mayMention(copies, copy)),
  );
}
