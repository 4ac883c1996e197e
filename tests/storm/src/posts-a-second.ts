import type { Posted } from './slack-stand-in.js';

/** A second, less what a busy machine is late: two posts that were sent a second apart may arrive closer to each other. */
const secondMs = 900;

/** The most posts of one channel that came within any second. */
export function maxInAnySecond(posts: readonly Posted[]): number {
  const byChannel = new Map<string, number[]>();
  for (const { channelId, at } of posts) byChannel.set(channelId, [...(byChannel.get(channelId) ?? []), at]);
  return Math.max(0, ...[...byChannel.values()].map(maxWithinSecond));
}

/** @param instants - in order */
function maxWithinSecond(instants: readonly number[]): number {
  let first = 0;
  let most = 0;
  for (const [last, at] of instants.entries()) {
    while (at - (instants[first] ?? at) >= secondMs) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}
