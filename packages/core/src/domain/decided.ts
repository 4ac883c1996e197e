import type { ApprovalEvent } from './events.js';
import { type Refusal, type RefusalCode, refusal } from './refusal.js';

/** What a command amounts to. Both can be there: a late click expires the approval, and is refused. */
export interface Decided {
  readonly events: readonly ApprovalEvent[];
  readonly refusal: Refusal | null;
}

export function accepted(events: readonly ApprovalEvent[]): Decided {
  return { events, refusal: null };
}

export function refused(code: RefusalCode, explanation: string, events: readonly ApprovalEvent[] = []): Decided {
  return { events, refusal: refusal(code, explanation) };
}
