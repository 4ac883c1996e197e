import type { Approval } from './approval.js';
import type { ApprovalEvent } from './events.js';
import { isHistoryEvent } from './events.js';
import { evolveHistory } from './evolve-history.js';
import { evolveWork } from './evolve-work.js';

/** The approval after the event. An event that does not fit leaves it as it is; nothing throws. */
export function evolve(approval: Approval | null, event: ApprovalEvent): Approval | null {
  if (isHistoryEvent(event)) return evolveHistory(approval, event);
  return approval === null ? null : evolveWork(approval, event);
}

export function evolveAll(approval: Approval | null, events: readonly ApprovalEvent[]): Approval | null {
  return events.reduce(evolve, approval);
}
