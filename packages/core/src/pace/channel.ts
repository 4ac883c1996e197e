import { createWaitingPosts, type WaitingPost, type WaitingPosts } from './waiting-posts.js';

/** Seconds of a channel that this process has taken from those that all processes share. */
interface Block {
  next: number;
  until: number;
  /** What the channel's row says where nobody has taken seconds after these. */
  readonly lastInRow: number;
  /** The clock when it was last looked at. */
  seenAt: number;
}

/** One channel as this process knows it. */
export interface Channel {
  readonly channelId: string;
  /** In the order in which they are served: cards taken over after their second, first cards, reminders. */
  readonly late: WaitingPosts;
  readonly cards: WaitingPosts;
  readonly reminders: WaitingPosts;
  /** The second that the last post had. */
  lastAt: number | null;
  /** Slack has said to wait. */
  held: { from: number; readonly forMs: number } | null;
  /** Until when the next second is kept for a message that goes before everything that waits. */
  kept: { from: number; readonly forMs: number } | null;
  block: Block | null;
  /** Other processes may be posting as well: seconds come from the channel's row. */
  isShared: boolean;
  /** How many cards wait in other processes, as the row said last. */
  others: number;
}

const secondMs = 1_000;

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
  };
}

function lanesOf({ late, cards, reminders }: Channel): readonly WaitingPosts[] {
  return [late, cards, reminders];
}

export function laneFor(channel: Channel, { work }: WaitingPost, wasPostponed: boolean): WaitingPosts {
  if (work.type === 'notice') return channel.reminders;
  return wasPostponed ? channel.late : channel.cards;
}

/** The lane in which a post waits; null where it does not. */
export function laneOf(channel: Channel, ticket: string): WaitingPosts | null {
  return lanesOf(channel).find((lane) => lane.has(ticket)) ?? null;
}

export function sizeOf({ late, cards, reminders }: Channel): number {
  return late.size + cards.size + reminders.size;
}

/** The post whose turn it is. */
export function firstOf({ late, cards, reminders }: Channel): WaitingPost | null {
  return late.first() ?? cards.first() ?? reminders.first();
}

export function removeFrom(channel: Channel, ticket: string): void {
  for (const lane of lanesOf(channel)) lane.remove(ticket);
}

/** What was due by its estimate and did not come back has been taken up by another process. */
export function dropPast(channel: Channel, now: number): void {
  for (const lane of lanesOf(channel)) lane.dropPast(now);
}

/** How many of the channel's posts go out before one in this lane. */
export function countBefore(channel: Channel, lane: WaitingPosts, ticket: string): number {
  const own = lane.before(ticket);
  if (lane === channel.late) return own;
  return channel.late.size + own + (lane === channel.cards ? 0 : channel.cards.size);
}

/** The earliest instant at which the channel may be posted to. A clock that was set back makes no wait longer. */
export function freeAt(channel: Channel, now: number): number {
  const { held } = channel;
  if (channel.lastAt !== null) channel.lastAt = Math.min(channel.lastAt, now);
  if (held !== null) held.from = Math.min(held.from, now);
  const after = channel.lastAt === null ? now : channel.lastAt + secondMs;
  return Math.max(after, held === null ? 0 : held.from + held.forMs);
}

/** A message went out in this second. */
export function useSecond({ block }: Channel, at: number): void {
  if (block !== null) block.next = Math.max(block.next, at) + secondMs;
}

/** When the first of what waits may be posted. */
export function waitingFreeAt(channel: Channel, now: number): number {
  const { kept } = channel;
  if (kept !== null) kept.from = Math.min(kept.from, now);
  return Math.max(freeAt(channel, now), kept === null ? 0 : kept.from + kept.forMs);
}

/**
 * When a post will go out, if everything before it does. Where other processes post as well, each of this one's seconds comes
 * with as many of theirs as their cards are to its own.
 */
export function estimateOf(channel: Channel, lane: WaitingPosts, ticket: string, now: number): number {
  const first = Math.max(freeAt(channel, now), now);
  const theirs = channel.others / Math.max(1, sizeOf(channel));
  return Math.max(now + 1, Math.floor(first + countBefore(channel, lane, ticket) * (1 + theirs) * secondMs));
}
