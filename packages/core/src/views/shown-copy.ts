import type { ApprovalRecord } from '../record/record.js';

/** The first copy of the card that people can see; null: no copy is shown now. */
export function shownCopy({ approval }: ApprovalRecord): { readonly channelId: string; readonly ts: string } | null {
  const copy = approval.work.copies.find(({ state, ts }) => state === 'live' && ts !== null);
  return copy === undefined || copy.ts === null ? null : { channelId: copy.channelId, ts: copy.ts };
}
