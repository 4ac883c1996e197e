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

/** Gives every post in a channel a second for itself. Source: chat.postMessage allows about one message a second in a channel. */
export interface ChannelPace {
  /** Names this process in the rows of channels. */
  readonly name: string;
  /** Something starts what waits, so that nothing has to come back by itself. */
  isDriven: boolean;
  /** Is told of a channel in which a post begins to wait. */
  onWaiting: (channel: Channel) => void;
  /**
   * Asks for the channel's next second.
   *
   * @param wasPostponed - its record names a second that is past: it goes before those that still wait for theirs
   * @returns `now` where the post may go out; else an estimate of when, not further away than one second for each post known to wait
   */
  take(post: WaitingPost, now: number, wasPostponed?: boolean): number;
  /** The same before the record is stored; a post that may go out finds its second when it is sent. */
  reserve(post: WaitingPost, now: number): number;
  /** Asks for the next second before everything that waits. @returns `now`, or when to ask again: the second is kept until then */
  takeNext(channelId: string, now: number): number;
  /** What was reserved or granted is not needed. */
  giveBack(post: WaitingPost): void;
  /** How many posts that this process knows of go out before this one; 0 where it does not wait. */
  before(post: WaitingPost): number;
  /** Slack says how long to wait before the next post in this channel. */
  hold(channelId: string, now: number, forMs: number): void;
  /** The post whose turn it is leaves the queue and is sent in the second `at`. @returns what takes that back */
  grant(channel: Channel, post: WaitingPost, at: number, now: number): () => void;
  /** A post that could not be started goes before the others again. */
  putBack(channel: Channel, post: WaitingPost): void;
  waiting(): readonly Channel[];
}

/** A post that is late by less than this does not make the next ones late. */
const maxLateMs = 100;
const maxChannels = 10_000;
/** Posts beyond this many are not remembered: their records say when they are due. */
const maxWaiting = 100_000;
const maxGranted = 10_000;
/** Who was told to ask again comes with the next look at what is due. */
const keptForMs = 2_000;
/** A second that was granted and not used by then is lost. */
const grantLastsMs = 60_000;

export function createChannelPace(name = 'this'): ChannelPace {
  const channels = rememberedChannels();
  const granted = grants();
  const pace: ChannelPace = {
    name,
    isDriven: false,
    onWaiting: () => undefined,
    take(post, now, wasPostponed = false) {
      if (granted.use(ticketOf(post), now)) return now;
      const channel = channels.of(post.channelId);
      if (!pace.isDriven) dropPast(channel, now);
      // it was due in its record, so another process may have taken over and be posting here as well
      if (wasPostponed && pace.isDriven) channel.isShared = true;
      return takeFree(channel, post, now, wasPostponed) ? now : wait(pace, channel, post, now, wasPostponed);
    },
    reserve(post, now) {
      const at = pace.take(post, now);
      if (at <= now) granted.add(ticketOf(post), now);
      return at;
    },
    takeNext(channelId, now) {
      const channel = channels.of(channelId);
      // where others post as well, it is one of the seconds that this process has taken
      const at = Math.max(freeAt(channel, now), channel.block?.next ?? 0);
      if (at > now) {
        channel.kept = { from: now, forMs: at - now + keptForMs };
        return at;
      }
      channel.kept = null;
      channel.lastAt = now;
      useSecond(channel, now);
      return now;
    },
    giveBack(post) {
      const channel = channels.known(post.channelId);
      if (!granted.remove(ticketOf(post)) && channel !== null) removeFrom(channel, ticketOf(post));
    },
    before(post) {
      const channel = channels.known(post.channelId);
      const lane = channel === null ? null : laneOf(channel, ticketOf(post));
      return channel === null || lane === null ? 0 : countBefore(channel, lane, ticketOf(post));
    },
    hold(channelId, now, forMs) {
      channels.of(channelId).held = { from: now, forMs };
    },
    grant(channel, post, at, now) {
      const { lastAt } = channel;
      removeFrom(channel, ticketOf(post));
      // a process that was busy for a moment keeps the rhythm; after a longer pause it does not catch up
      const taken = Math.max(Math.min(at, now), now - maxLateMs);
      channel.lastAt = taken;
      granted.add(ticketOf(post), now);
      return () => {
        granted.remove(ticketOf(post));
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

/** Takes the second that is free now, where no other post waits for it. */
function takeFree(channel: Channel, post: WaitingPost, now: number, wasPostponed: boolean): boolean {
  const ticket = ticketOf(post);
  if (channel.isShared || laneOf(channel, ticket) !== null) return false;
  const isFirst = countBefore(channel, laneFor(channel, post, wasPostponed), ticket) === 0;
  if (!isFirst || waitingFreeAt(channel, now) > now) return false;
  channel.lastAt = now;
  return true;
}

function wait(pace: ChannelPace, channel: Channel, post: WaitingPost, now: number, wasPostponed: boolean): number {
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

/** Posts that may go out now, by their tickets. */
function grants(): Grants {
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
      return at !== undefined && Math.abs(now - at) < grantLastsMs;
    },
  };
}

interface Channels {
  of(channelId: string): Channel;
  known(channelId: string): Channel | null;
  all(): readonly Channel[];
}

/** Forgets the channel that was used longest ago and for which nothing waits. */
function rememberedChannels(): Channels {
  const channels = new Map<string, Channel>();
  return {
    of(channelId) {
      const channel = channels.get(channelId) ?? newChannel(channelId);
      channels.delete(channelId);
      if (channels.size >= maxChannels) forgetIdle(channels);
      channels.set(channelId, channel);
      return channel;
    },
    known: (channelId) => channels.get(channelId) ?? null,
    all: () => [...channels.values()],
  };
}

function forgetIdle(channels: Map<string, Channel>): void {
  for (const [channelId, channel] of channels) {
    if (sizeOf(channel) > 0) continue;
    channels.delete(channelId);
    return;
  }
}
