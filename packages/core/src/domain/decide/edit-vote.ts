import { evolveOn } from '../evolve/evolve.js';
import type { Edit, PendingApproval } from '../model/approval.js';
import type { CastVote } from '../model/commands.js';
import type { ApprovalEvent } from '../model/events.js';
import { type Refusal, refusal } from '../model/refusal.js';
import { inputsOf } from '../policy/choices.js';
import { earlierApprovals, inStage } from '../stages/in-stage.js';
import { creditOf, standingVotes } from './end-approval.js';

/** Why a vote cannot bring an edit; null: it can, or brings none. */
export function whyNotEdit({ edit, answer }: CastVote, approval: PendingApproval): Refusal | null {
  if (edit === undefined || (answer === 'approve' && inputsOf(approval) !== undefined)) return null;
  return refusal('invalid_edit', { cause: 'not_editable', problems: [] });
}

/** Keeps what a voter changed with their vote, be it counted or still unchecked. */
export function keepEdit(events: readonly ApprovalEvent[], edit: Edit | undefined): readonly ApprovalEvent[] {
  if (edit === undefined) return events;
  return events.map((event) => {
    if (event.type === 'voted') return { ...event, vote: { ...event.vote, edit } };
    return event.type === 'vote_received' ? { ...event, vote: { ...event.vote, edit } } : event;
  });
}

/**
 * Puts the edit of the vote that decides before the decision, which is on the edited revision.
 *
 * One approval decides where payloads can be edited. If several count by then, the first one decides: the others were given to what
 * the first one changed.
 */
export function applyEdit(approval: PendingApproval, events: readonly ApprovalEvent[]): readonly ApprovalEvent[] {
  const index = events.findIndex((event) => event.type === 'decided');
  const decision = events[index];
  if (decision?.type !== 'decided' || decision.outcome !== 'approved' || decision.cause !== 'votes') return events;
  const before = evolveOn(approval, events.slice(0, index));
  const votes = standingVotes(inStage(before)).filter(({ counts }) => counts === 'for');
  const [first] = votes;
  if (first === undefined || votes.every(({ edit }) => edit === undefined)) return events;
  const { by, edit } = first;
  const { number, contentRef } = before.revision;
  const edited: readonly ApprovalEvent[] =
    edit === undefined
      ? []
      : [
          {
            type: 'edited',
            at: decision.at,
            by,
            revision: { ...edit, number: number + 1, previousContentRef: contentRef },
          },
        ];
  return [
    ...events.slice(0, index),
    ...edited,
    { ...decision, ...creditOf([...earlierApprovals(before), first]) },
    ...events.slice(index + 1),
  ];
}
