import type { Approval } from '../model/approval.js';
import type { ApprovalEvent } from '../model/events.js';
import { isHistoryEvent } from '../model/events.js';
import { evolveHistory, fromAsked } from './evolve-history.js';
import { evolveWork } from './evolve-work.js';

/** Returns the approval after an event. An event that does not fit changes nothing. Never throws. */
export function evolve(approval: Approval | null, event: ApprovalEvent): Approval | null {
  if (approval !== null) return evolveOne(approval, event);
  return event.type === 'asked' ? fromAsked(event) : null;
}

export function evolveAll(approval: Approval | null, events: readonly ApprovalEvent[]): Approval | null {
  return events.reduce(evolve, approval);
}

/** As `evolveAll`, for an approval that exists. */
export function evolveOn(approval: Approval, events: readonly ApprovalEvent[]): Approval {
  return events.reduce(evolveOne, approval);
}

function evolveOne(approval: Approval, event: ApprovalEvent): Approval {
  return isHistoryEvent(event) ? evolveHistory(approval, event) : evolveWork(approval, event);
}
