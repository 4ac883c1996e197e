import type { Approval, Copy } from '../../model/approval.js';
import type { CommandOf } from '../../model/commands.js';
import type { ApprovalEvent } from '../../model/events.js';
import { isSamePlace } from '../../model/place.js';
import { accept, type Decided, refuse } from '../../model/refusal.js';
import { postAgain } from './copy-problem.js';

type WakeCard = CommandOf<'wake_card'>;

/** Makes waiting copies due now, because their cause may be fixed. */
export function decideWakeCard(command: WakeCard, approval: Approval): readonly ApprovalEvent[] {
  const { now: at, channelId, waitedMs } = command;
  return approval.work.copies.flatMap((copy) => {
    const { state, problem, nextAt, copyId } = copy;
    const isMeant = state === 'live' && (channelId === null || copy.channelId === channelId);
    if (!isMeant || problem === null || nextAt <= at || at - problem.since < waitedMs) return [];
    return [{ type: 'copy_changed', at, copyId, change: { nextAt: at } }];
  });
}

/** Updates every copy that is posted, and posts the others again, one for each place. */
export function decideRepost(command: { readonly now: number }, approval: Approval): Decided {
  const at = command.now;
  if (approval.status !== 'pending' && approval.erasedAt !== null) return refuse('erased', { part: 'card' });
  const { copies, setAside } = approval.work;
  const shown: Copy[] = copies.filter((copy) => copy.state === 'live');
  const events: ApprovalEvent[] = setAside ? [{ type: 'taken_back', at }] : [];
  for (const copy of copies) {
    if (copy.state === 'live') events.push(drawAgain(copy, at));
    else if (!shown.some((one) => isSamePlace(one.place, copy.place))) {
      shown.push(copy);
      events.push(postAgain(copy, at, { problem: null, size: 'whole' }));
    }
  }
  return accept(events);
}

function drawAgain(copy: Copy, at: number): ApprovalEvent {
  const { copyId, ts, wanted } = copy;
  const change = ts === null ? { nextAt: at } : { wanted: wanted + 1, nextAt: at, syncedAt: null };
  return { type: 'copy_changed', at, copyId, change };
}
