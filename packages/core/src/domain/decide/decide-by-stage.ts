import { evolveOn } from '../evolve/evolve.js';
import type { Approval, PendingApproval, Vote } from '../model/approval.js';
import { isUnposted, mayMention } from '../model/copies.js';
import type { ApprovalEvent, EventOf } from '../model/events.js';
import { toPlaceList } from '../model/place.js';
import type { StagePolicy } from '../model/policy.js';
import { copiesOfStage, nextStage, placesOfStage } from '../model/stage.js';
import { type Deciding, decidingVotes } from '../policy/choices.js';
import { earlierApprovals, inStage } from '../stages/in-stage.js';
import { decideAs, isHeld, noticeToVoter, standingVotes } from './end-approval.js';
import { noticesInThreads } from './outcome/notices-in-threads.js';

/** As `decideByVotes`, of a policy that may have stages and vetoers: a stage that is approved begins the next one. */
export function decideByStage(approval: Approval, at: number): readonly ApprovalEvent[] {
  if (approval.status !== 'pending') return [];
  const deciding = decidingInStage(approval);
  if (deciding === null || isHeld(deciding, approval)) return [];
  if (deciding.outcome === 'rejected') return decideAs(deciding, approval, at);
  const next = nextStage(approval);
  return next === null ? decideAs(deciding, approval, at, earlierApprovals(approval)) : beginStage(approval, next, at);
}

/** The votes that decide the current stage, or the question where it has none. One veto rejects. */
function decidingInStage(approval: PendingApproval): Deciding<Vote> | null {
  const standing = standingVotes(approval);
  if (standing.some(({ isVeto }) => isVeto === true))
    return { outcome: 'rejected', votes: standing.filter(({ counts }) => counts === 'against') };
  const current = inStage(approval);
  return decidingVotes(current, standingVotes(current));
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
