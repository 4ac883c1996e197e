import { evolveOn } from '../evolve/evolve.js';
import type { Approval } from '../model/approval.js';
import type { Command } from '../model/commands.js';
import type { ApprovalEvent } from '../model/events.js';
import { accept, type Decided } from '../model/refusal.js';
import { decide } from './decide.js';

/** Decides one command after the other, each on the result of the previous ones. */
export function decideAll(approval: Approval, commands: readonly Command[]): Decided {
  const events: ApprovalEvent[] = [];
  let current = approval;
  for (const command of commands) {
    const decided = decide(command, current);
    events.push(...decided.events);
    current = evolveOn(current, decided.events);
  }
  return accept(events);
}
