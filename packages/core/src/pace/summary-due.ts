import type { Row } from '../ports/approval-store.js';
import { type ChannelRow, newSummary } from './channel-row.js';

/** So many first cards may wait in a channel before one card stands for them all. */
export const manyWaiting = 20;

/**
 * Marks a channel's row: many cards wait there, so that its summary card is wanted from now on. Where it is wanted already,
 * everything stays.
 *
 * @param row - the row as it is stored
 * @param channel - what it holds, with whatever else the same write changes
 */
export function withSummaryDue(
  row: Row | null,
  channel: ChannelRow,
  now: number,
): { readonly channel: ChannelRow; readonly dueAt: number } {
  const summary = channel.summary ?? newSummary(now);
  return { channel: { ...channel, summary }, dueAt: row?.dueAt ?? now };
}
