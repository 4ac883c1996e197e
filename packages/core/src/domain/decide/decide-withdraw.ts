import { evolveOn } from '../evolve/evolve.js';
import type { Approval } from '../model/approval.js';
import type { Command } from '../model/commands.js';
import type { ApprovalEvent } from '../model/events.js';
import { accepted, type Decided, refusal } from '../model/refusal.js';
import { decideTick } from './decide-tick.js';
import { endApproval } from './end-approval.js';

type Withdraw = Extract<Command, { type: 'withdraw' }>;

/** The source takes its question back. By key this frees the key in every case: it is what "resolved" means. */
export function decideWithdraw(command: Withdraw, approval: Approval): Decided {
  const at = command.now;
  const timed = decideTick(approval, at);
  const current = evolveOn(approval, timed);
  const released = command.releaseKey ? releaseKey(current, at) : [];
  if (current.status !== 'pending') {
    return {
      events: [...timed, ...released],
      refusal: refusal('not_pending', `This is ${current.status} already and cannot be withdrawn any more.`),
    };
  }
  const withdrawn = { type: 'withdrawn', at, by: command.by, reasonRef: command.reasonRef } as const;
  return accepted([...timed, ...endApproval(current, withdrawn), ...released]);
}

export function decideReleaseKey(command: { readonly now: number }, approval: Approval): Decided {
  return accepted(releaseKey(approval, command.now));
}

function releaseKey(approval: Approval, at: number): readonly ApprovalEvent[] {
  return approval.work.keyReleased || approval.key === null ? [] : [{ type: 'key_released', at }];
}

/** Whether the approval's key still stands for this one occasion at `now`. */
export function isKeyHeld(approval: Approval, now: number): boolean {
  if (approval.work.keyReleased) return false;
  if (approval.status === 'pending') return true;
  if (approval.status === 'withdrawn' || approval.status === 'expired') return false;
  const { keyForMs } = approval.policy;
  return keyForMs === null || now < approval.decision.decidedAt + keyForMs;
}
