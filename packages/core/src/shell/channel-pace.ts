/** Gives every post in a channel a second of its own. Source: chat.postMessage allows about one message a second in a channel. */
export interface ChannelPace {
  /**
   * @param ticket - names the post, so that it finds the second it was given when it comes back
   * @returns `now` where the post may go out; else the instant at which it may
   */
  take(channelId: string, ticket: string, now: number): number;
}

const postsEveryMs = 1_000;
const mostEntries = 10_000;

export function channelPace(): ChannelPace {
  const lastSlots = new Map<string, number>();
  const reserved = new Map<string, number>();
  return {
    take(channelId, ticket, now) {
      const own = reserved.get(ticket);
      if (own !== undefined) {
        if (own > now) return own;
        reserved.delete(ticket);
        return now;
      }
      const last = lastSlots.get(channelId);
      const slot = last === undefined ? now : Math.max(now, last + postsEveryMs);
      remember(lastSlots, channelId, slot);
      if (slot > now) remember(reserved, ticket, slot);
      return slot;
    },
  };
}

function remember(map: Map<string, number>, name: string, at: number): void {
  map.delete(name);
  map.set(name, at);
  const oldest = map.keys().next();
  if (map.size > mostEntries && oldest.done !== true) map.delete(oldest.value);
}
