import type { Approval, Copy } from '../../model/approval.js';
import type { ApprovalEvent } from '../../model/events.js';
import { channelOf } from '../../model/place.js';

/** Ends the waiting of a copy that Slack accepted. The history gets the first recovery in a channel. */
export function healCopy(copy: Copy, approval: Approval, at: number): readonly ApprovalEvent[] {
  if (copy.problem === null) return [];
  const { copyId } = copy;
  const channelId = channelOf(copy.place);
  const healing: ApprovalEvent = { type: 'copy_healed', at, copyId, channelId };
  return approval.healedChannels.includes(channelId) ? [healing] : [healing, { type: 'card_healed', at, channelId }];
}
