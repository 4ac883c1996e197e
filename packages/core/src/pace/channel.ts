import { secondMs } from './second-ms.js';
import { createWaitingPosts, type WaitingPost, type WaitingPosts } from './waiting-posts.js';

/** A block of seconds that this process has taken in the channel's row. */
interface Block {
  next: number;
  until: number;
  /** `nextFreeAt` in the channel's row, if no one has taken seconds after this block. */
  readonly lastInRow: number;
  /** The clock when the block was last used. */
  seenAt: number;
}

/** The state of one channel in this process. */
export interface Channel {
  readonly channelId: string;
  /** The lanes are served in this order: cards whose second is over, new cards, reminders. */
  readonly late: WaitingPosts;
  readonly cards: WaitingPosts;
  readonly reminders: WaitingPosts;
  /** When the last post was sent. */
  lastAt: number | null;
  /** Slack has asked to wait (`Retry-After`). */
  held: { from: number; readonly forMs: number } | null;
  /** How long the next second is kept for a message that goes ahead of all waiting posts. */
  kept: { from: number; readonly forMs: number } | null;
  block: Block | null;
  /** true: other processes may post here as well, so seconds are taken from the channel's row. */
  isShared: boolean;
  /** The number of cards that wait in other processes, when the row was last read. */
  others: number;
  /** The channel had a summary card, when the row was last read. */
  hasSummary: boolean;
}

export function newChannel(channelId: string): Channel {
  return {
    channelId,
    late: createWaitingPosts(),
    cards: createWaitingPosts(),
    reminders: createWaitingPosts(),
    lastAt: null,
    held: null,
    kept: null,
    block: null,
    isShared: false,
    others: 0,
    hasSummary: false,
  };
}

function lanesOf({ late, cards, reminders }: Channel): readonly WaitingPosts[] {
  return [late, cards, reminders];
}

export function laneFor(channel: Channel, { work }: WaitingPost, wasPostponed: boolean): WaitingPosts {
  if (work.type === 'notice') return channel.reminders;
  return wasPostponed ? channel.late : channel.cards;
}

/** Returns the lane in which a post waits; null: it does not wait. */
export function laneOf(channel: Channel, ticket: string): WaitingPosts | null {
  return lanesOf(channel).find((lane) => lane.has(ticket)) ?? null;
}

export function sizeOf({ late, cards, reminders }: Channel): number {
  return late.size + cards.size + reminders.size;
}

/** Returns the post whose turn it is. */
export function firstOf({ late, cards, reminders }: Channel): WaitingPost | null {
  return late.first() ?? cards.first() ?? reminders.first();
}

export function removeFrom(channel: Channel, ticket: string): void {
  for (const lane of lanesOf(channel)) lane.remove(ticket);
}

/** Drops posts whose estimate is over: if they did not ask again, another process has claimed them. */
export function dropPast(channel: Channel, now: number): void {
  for (const lane of lanesOf(channel)) lane.dropPast(now);
}

/** Counts the posts of the channel that are sent before one in this lane. */
export function countBefore(channel: Channel, lane: WaitingPosts, ticket: string): number {
  const own = lane.countBefore(ticket);
  if (lane === channel.late) return own;
  return channel.late.size + own + (lane === channel.cards ? 0 : channel.cards.size);
}

/** Returns when the channel may next be posted to. If the clock was set back, no wait gets longer. */
export function freeAt(channel: Channel, now: number): number {
  const { held } = channel;
  if (channel.lastAt !== null) channel.lastAt = Math.min(channel.lastAt, now);
  if (held !== null) held.from = Math.min(held.from, now);
  const after = channel.lastAt === null ? now : channel.lastAt + secondMs;
  return Math.max(after, held === null ? 0 : held.from + held.forMs);
}

/** Notes that a message was sent in this second. */
export function useSecond({ block }: Channel, at: number): void {
  if (block !== null) block.next = Math.max(block.next, at) + secondMs;
}

/** Returns when the first waiting post may be sent. */
export function waitingFreeAt(channel: Channel, now: number): number {
  const { kept } = channel;
  if (kept !== null) kept.from = Math.min(kept.from, now);
  return Math.max(freeAt(channel, now), kept === null ? 0 : kept.from + kept.forMs);
}

/**
 * Estimates when a post will be sent.
 *
 * If other processes post in the channel, it assumes that the seconds are shared in proportion to the waiting cards.
 */
export function estimateOf(channel: Channel, lane: WaitingPosts, ticket: string, now: number): number {
  const first = Math.max(freeAt(channel, now), blockAt(channel, now), now);
  const theirs = channel.others / Math.max(1, sizeOf(channel));
  return Math.max(now + 1, Math.floor(first + countBefore(channel, lane, ticket) * (1 + theirs) * secondMs));
}

/**
 * Returns when the seconds that this process has taken go on, at most a second from now.
 *
 * A post that is due before is claimed for nothing; one that is due much later waits for a second that another process may have free.
 */
function blockAt({ block }: Channel, now: number): number {
  if (block === null) return now;
  // if the clock was set back, the block moves back with it
  const next = block.next - Math.max(0, block.seenAt - now);
  return Math.min(next, now + secondMs);
}
