import { decide } from '../decide/decide.js';
import { evolveAll, evolveOn } from '../evolve/evolve.js';
import type { Approval } from '../model/approval.js';
import type { Command } from '../model/commands.js';
import type { ApprovalEvent } from '../model/events.js';
import type { RefusalCode } from '../model/refusal.js';
import { type OwedWork, owed } from '../time/owed.js';

/** An approval, and what a test can do with it. */
export interface Situation {
  readonly approval: Approval;
  /** Gives a command, and returns its outcome with the situation after it. */
  when(command: Command): Outcome;
  owedAt(at: number): readonly OwedWork[];
  /** The situation after more events. */
  after(...events: readonly ApprovalEvent[]): Situation;
}

interface Outcome extends Situation {
  readonly events: readonly ApprovalEvent[];
  /** The types of the events, in order. */
  readonly types: readonly ApprovalEvent['type'][];
  /** The code of the refusal, or null. */
  readonly refuses: RefusalCode | null;
  readonly explains: string | null;
}

/** The approval that these events make. The first must be `asked`. */
export function given(...events: readonly ApprovalEvent[]): Situation {
  const approval = evolveAll(null, events);
  if (approval === null) throw new Error('The first event must be `asked`.');
  return situation(approval);
}

function situation(approval: Approval): Situation {
  return {
    approval,
    when: (command) => {
      const { events, refusal } = decide(command, approval);
      return {
        ...situation(evolveOn(approval, events)),
        events,
        types: events.map((event) => event.type),
        refuses: refusal?.code ?? null,
        explains: refusal?.explanation ?? null,
      };
    },
    owedAt: (at) => owed(approval, at),
    after: (...events) => situation(evolveOn(approval, events)),
  };
}
