import type { Row } from '../ports/approval-store.js';
import { type ChannelRow, newSummary } from './channel-row.js';

/** With more waiting cards than this, a channel gets a summary card. */
export const maxWaitingWithoutSummary = 20;

/**
 * Marks a channel's row as due for a summary card. If it already is, nothing changes.
 *
 * @param row - the stored row
 * @param channel - its body, with the other changes of the same write
 */
export function withSummaryDue(
  row: Row | null,
  channel: ChannelRow,
  now: number,
): { readonly channel: ChannelRow; readonly dueAt: number } {
  const summary = channel.summary ?? newSummary(now);
  return { channel: { ...channel, summary }, dueAt: row?.dueAt ?? now };
}
