import {
  type Channel,
  countBefore,
  dropPast,
  estimateOf,
  freeAt,
  laneFor,
  laneOf,
  newChannel,
  removeFrom,
  sizeOf,
  useSecond,
  waitingFreeAt,
} from './channel.js';
import { ticketOf, type WaitingPost } from './waiting-posts.js';

/** Paces the posts of one process: one message per second in a channel, which is the rate limit of chat.postMessage. */
export interface ChannelPace {
  /** Identifies this process in the rows of channels. */
  readonly name: string;
  /** true: something starts the waiting posts, so that they need not ask again. */
  isDriven: boolean;
  /** Called when a post starts to wait in a channel. */
  onWaiting: (channel: Channel) => void;
  /**
   * Asks for the channel's next second.
   *
   * @param wasPostponed - the second that its record names is over: the post goes before those that still wait for theirs
   * @returns `now` if the post may be sent; otherwise an estimate of when, at most one second per known waiting post
   */
  take(post: WaitingPost, now: number, wasPostponed?: boolean): number;
  /** Like `take`, before the record is stored. If the post may be sent, its second is kept until then. */
  reserve(post: WaitingPost, now: number): number;
  /** Asks for the next second ahead of all waiting posts. @returns `now`, or when to ask again: the second is kept until then */
  takeNext(channelId: string, now: number): number;
  /** Gives back a second that was reserved or granted. */
  giveBack(post: WaitingPost): void;
  /** Counts the posts of this process that are sent before this one; 0 if it does not wait. */
  countBefore(post: WaitingPost): number;
  /** Whether a summary card stands for the waiting cards of the channel, as far as this process knows: it reads that with its seconds. */
  hasSummary(channelId: string): boolean;
  /** Stops posting in this channel for as long as Slack says. */
  hold(channelId: string, now: number, forMs: number): void;
  /** Takes the first post from the queue, to be sent in the second `at`. @returns a function that undoes it */
  grant(channel: Channel, post: WaitingPost, at: number, now: number): () => void;
  /** Puts a post that could not be started back, ahead of the others. */
  putBack(channel: Channel, post: WaitingPost): void;
  /** Returns the channels that have waiting posts. */
  waiting(): readonly Channel[];
}

/** If a post is late by less than this, the next ones keep their seconds. */
const maxLateMs = 100;
const maxChannels = 10_000;
/** Further posts are not remembered: their records say when they are due. */
const maxWaiting = 100_000;
const maxGranted = 10_000;
/** How long the second of `takeNext` is kept: its caller asks again on the next poll. */
const keepMs = 2_000;
/** A granted second expires after this long. */
const maxGrantAgeMs = 60_000;

export function createChannelPace(name = 'this'): ChannelPace {
  const channels = createChannels();
  const grants = createGrants();
  const pace: ChannelPace = {
    name,
    isDriven: false,
    onWaiting: () => undefined,
    take(post, now, wasPostponed = false) {
      if (grants.use(ticketOf(post), now)) return now;
      const channel = channels.of(post.channelId);
      if (!pace.isDriven) dropPast(channel, now);
      // its record was due, so another process may have claimed others like it and post here as well
      if (wasPostponed && pace.isDriven) channel.isShared = true;
      const ask = { post, now, wasPostponed };
      return takeFree(channel, ask) ? now : wait(pace, channel, ask);
    },
    reserve(post, now) {
      const at = pace.take(post, now);
      if (at <= now) grants.add(ticketOf(post), now);
      return at;
    },
    takeNext(channelId, now) {
      const channel = channels.of(channelId);
      // if other processes post here, it has to be a second that this process has taken
      const at = Math.max(freeAt(channel, now), channel.block?.next ?? 0);
      if (at > now) {
        channel.kept = { from: now, forMs: at - now + keepMs };
        return at;
      }
      channel.kept = null;
      channel.lastAt = now;
      useSecond(channel, now);
      return now;
    },
    giveBack(post) {
      const channel = channels.known(post.channelId);
      if (!grants.remove(ticketOf(post)) && channel !== null) removeFrom(channel, ticketOf(post));
    },
    countBefore(post) {
      const channel = channels.known(post.channelId);
      const lane = channel === null ? null : laneOf(channel, ticketOf(post));
      return channel === null || lane === null ? 0 : countBefore(channel, lane, ticketOf(post));
    },
    hasSummary: (channelId) => channels.known(channelId)?.hasSummary === true,
    hold(channelId, now, forMs) {
      channels.of(channelId).held = { from: now, forMs };
    },
    grant(channel, post, at, now) {
      const { lastAt } = channel;
      removeFrom(channel, ticketOf(post));
      // a process that was busy for a moment keeps its rhythm; after a longer pause it does not catch up
      const taken = Math.max(Math.min(at, now), now - maxLateMs);
      channel.lastAt = taken;
      grants.add(ticketOf(post), now);
      return () => {
        grants.remove(ticketOf(post));
        if (channel.lastAt === taken) channel.lastAt = lastAt;
      };
    },
    putBack(channel, post) {
      if (laneOf(channel, ticketOf(post)) === null) channel.late.add(post);
    },
    waiting: () => channels.all().filter((channel) => sizeOf(channel) > 0),
  };
  return pace;
}

interface Ask {
  readonly post: WaitingPost;
  readonly now: number;
  readonly wasPostponed: boolean;
}

/** Takes the current second, if it is free and no other post waits for it. */
function takeFree(channel: Channel, { post, now, wasPostponed }: Ask): boolean {
  const ticket = ticketOf(post);
  if (channel.isShared || laneOf(channel, ticket) !== null) return false;
  const isFirst = countBefore(channel, laneFor(channel, post, wasPostponed), ticket) === 0;
  if (!isFirst || waitingFreeAt(channel, now) > now) return false;
  channel.lastAt = now;
  return true;
}

function wait(pace: ChannelPace, channel: Channel, { post, now, wasPostponed }: Ask): number {
  const ticket = ticketOf(post);
  const known = laneOf(channel, ticket);
  const lane = known ?? laneFor(channel, post, wasPostponed);
  const estimate = estimateOf(channel, lane, ticket, now);
  if (known === null && sizeOf(channel) < maxWaiting) {
    lane.add(post);
    pace.onWaiting(channel);
  }
  lane.estimate(ticket, estimate);
  return estimate;
}

interface Grants {
  add(ticket: string, now: number): void;
  remove(ticket: string): boolean;
  use(ticket: string, now: number): boolean;
}

/** Keeps the tickets of posts that may be sent now. */
function createGrants(): Grants {
  const granted = new Map<string, number>();
  return {
    add(ticket, now) {
      granted.set(ticket, now);
      const oldest = granted.keys().next();
      if (granted.size > maxGranted && oldest.done !== true) granted.delete(oldest.value);
    },
    remove: (ticket) => granted.delete(ticket),
    use(ticket, now) {
      const at = granted.get(ticket);
      granted.delete(ticket);
      return at !== undefined && Math.abs(now - at) < maxGrantAgeMs;
    },
  };
}

interface Channels {
  of(channelId: string): Channel;
  known(channelId: string): Channel | null;
  all(): readonly Channel[];
}

/** Keeps the channels. If there are too many, it drops the least recently used one without waiting posts. */
function createChannels(): Channels {
  const channels = new Map<string, Channel>();
  return {
    of(channelId) {
      const channel = channels.get(channelId) ?? newChannel(channelId);
      channels.delete(channelId);
      if (channels.size >= maxChannels) dropIdle(channels);
      channels.set(channelId, channel);
      return channel;
    },
    known: (channelId) => channels.get(channelId) ?? null,
    all: () => [...channels.values()],
  };
}

function dropIdle(channels: Map<string, Channel>): void {
  for (const [channelId, channel] of channels) {
    if (sizeOf(channel) > 0) continue;
    channels.delete(channelId);
    return;
  }
}
