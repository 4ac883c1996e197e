import { evolveOn } from '../evolve/evolve.js';
import type { Approval } from '../model/approval.js';
import type { CommandOf } from '../model/commands.js';
import type { ApprovalEvent } from '../model/events.js';
import { accept, type Decided, refusal } from '../model/refusal.js';
import { decideTick } from './decide-tick.js';
import { endApproval } from './end-approval.js';

type Withdraw = CommandOf<'withdraw'>;

/** Withdraws a pending approval. With `releaseKey` the key is freed even if it was decided, because its occasion is over. */
export function decideWithdraw(command: Withdraw, approval: Approval): Decided {
  const at = command.now;
  const timed = decideTick(approval, at);
  const current = evolveOn(approval, timed);
  const released = command.releaseKey ? releaseKey(current, at) : [];
  if (current.status !== 'pending') {
    return {
      events: [...timed, ...released],
      refusal: refusal('not_pending', { status: current.status, command: 'withdraw' }),
    };
  }
  const withdrawn = { type: 'withdrawn', at, by: command.by, reasonRef: command.reasonRef } as const;
  return accept([...timed, ...endApproval(current, withdrawn), ...released]);
}

export function decideReleaseKey(command: { readonly now: number }, approval: Approval): Decided {
  return accept(releaseKey(approval, command.now));
}

function releaseKey(approval: Approval, at: number): readonly ApprovalEvent[] {
  return approval.work.keyReleased || approval.key === null ? [] : [{ type: 'key_released', at }];
}

/** Whether the key still belongs to this approval at `now`, so that asking under it returns this approval. */
export function isKeyHeld(approval: Approval, now: number): boolean {
  if (approval.work.keyReleased) return false;
  if (approval.status === 'pending') return true;
  if (approval.status === 'withdrawn' || approval.status === 'expired') return false;
  const { keyForMs } = approval.policy;
  return keyForMs === null || now < approval.decision.decidedAt + keyForMs;
}
