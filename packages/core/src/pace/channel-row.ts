import type { Mentions } from '../domain/policy/mentions.js';
import type { Row } from '../ports/approval-store.js';
import { secondMs } from './second-ms.js';

/** A partial count of waiting cards. Each pass reads a limited number of rows, and the next pass continues here. */
export interface CardCount {
  /** The cursor where the next pass starts; null: at the newest row. */
  readonly after: string | null;
  readonly waiting: number;
  /** Cards that Slack refuses. */
  readonly refused: number;
  readonly oldestId: string | null;
  /** Whom the waiting cards mention. Absent: no one. */
  readonly mentions?: Mentions;
}

/** The summary card, which stands for many waiting cards. The channel's row keeps its state and its owed work. */
export interface SummaryCopy {
  /** The `ts` of the message; null: not posted yet. */
  readonly ts: string | null;
  /** The channel id that Slack returned: a direct message has another id than its person. */
  readonly postedIn: string | null;
  /** When it became needed. */
  readonly since: number;
  /** The number of failures in a row. */
  readonly attemptCount: number;
  /** Posts that may have arrived. Each is counted before it is sent, so that it stays counted after a crash. */
  readonly unknownPosts: number;
  /** Slack's error code, while the message waits for someone to fix the cause. */
  readonly problem: string | null;
  /** A hash of what the message shows; null: unknown. */
  readonly shown: string | null;
  /** null: no count is running. */
  readonly count: CardCount | null;
  /** It has mentioned people, and does not again. */
  readonly mentioned?: true;
}

export function newSummary(since: number): SummaryCopy {
  return {
    ts: null,
    postedIn: null,
    since,
    attemptCount: 0,
    unknownPosts: 0,
    problem: null,
    shown: null,
    count: null,
  };
}

interface Stretch {
  readonly from: number;
  readonly until: number;
}

/** The body of a channel's internal row: which of its seconds are taken, and its summary card. */
export interface ChannelRow {
  readonly schemaVersion: 1;
  readonly channelId: string;
  /** The first second that no process has taken. */
  readonly nextFreeAt: number;
  /** When `nextFreeAt` was written, by the clock of that process. */
  readonly takenAt: number;
  readonly summary: SummaryCopy | null;
  /** Seconds before `nextFreeAt` that were given back. */
  readonly free?: readonly Stretch[];
  /** The number of waiting cards of each process, by its name, when it last took seconds. */
  readonly waiting?: Readonly<Record<string, { readonly count: number; readonly at: number }>>;
}

const schemaVersion = 1;
/** The maximum number of stretches to remember. */
const maxFree = 20;

/** Reads the body of a row; returns an empty body if this release can read none. */
export function readChannelRow(row: Row | null, channelId: string): ChannelRow {
  const body = parse(row);
  return isOurs(body) ? body : { schemaVersion, channelId, nextFreeAt: 0, takenAt: 0, summary: null };
}

/** Tells whether a newer release wrote the row. Leave it alone: it may contain more than this release knows. */
export function isNewerChannelRow(row: Row | null): boolean {
  const body = parse(row);
  return hasVersion(body) && typeof body.schemaVersion === 'number' && body.schemaVersion > schemaVersion;
}

function parse(row: Row | null): unknown {
  try {
    return row === null ? null : JSON.parse(row.body);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function hasVersion(body: unknown): body is { readonly schemaVersion: unknown } {
  return typeof body === 'object' && body !== null && 'schemaVersion' in body;
}

function isOurs(body: unknown): body is ChannelRow {
  return (
    hasVersion(body) && body.schemaVersion === schemaVersion && 'nextFreeAt' in body && Number.isFinite(body.nextFreeAt)
  );
}

/** The maximum age of a process's count: after that, the process has ended, or nothing waits there. */
const maxCountAgeMs = 2 * 60_000;

/** Notes how many cards wait in a process. @returns the row, and how many cards wait in the other processes */
export function withWaiting(
  channel: ChannelRow,
  process: string,
  count: number,
  now: number,
): { readonly channel: ChannelRow; readonly others: number } {
  const known = Object.entries(channel.waiting ?? {}).filter(
    ([name, { at }]) => name !== process && Math.abs(now - at) < maxCountAgeMs,
  );
  const waiting = { ...Object.fromEntries(known), ...(count > 0 ? { [process]: { count, at: now } } : {}) };
  return { channel: { ...channel, waiting }, others: known.reduce((sum, [, other]) => sum + other.count, 0) };
}

/** Which seconds a process asks for. */
export interface SecondsWish {
  readonly now: number;
  readonly count: number;
  /** The end of the block that it took last. */
  readonly ownUntil: number | null;
}

/**
 * Takes up to `count` consecutive seconds of the channel, preferring those that were given back.
 *
 * Other processes have taken the time from `takenAt` to `nextFreeAt`. If the clock was set back since, that time gets no longer.
 */
export function takeSeconds(channel: ChannelRow, wish: SecondsWish): { readonly channel: ChannelRow } & Stretch {
  return takeFree(channel, wish) ?? takeNext(channel, wish);
}

function takeNext(
  channel: ChannelRow,
  { now, count, ownUntil }: SecondsWish,
): { readonly channel: ChannelRow } & Stretch {
  const { nextFreeAt, takenAt } = channel;
  const others = nextFreeAt === ownUntil ? now : Math.min(nextFreeAt, now + Math.max(0, nextFreeAt - takenAt));
  const from = Math.max(now, others);
  const until = from + count * secondMs;
  return { channel: { ...channel, nextFreeAt: until, takenAt: now }, from, until };
}

/** If the clock was set back, the returned seconds are ignored, as they may be over. */
function takeFree(
  channel: ChannelRow,
  { now, count }: SecondsWish,
): ({ readonly channel: ChannelRow } & Stretch) | null {
  const usable = (channel.free ?? []).filter(({ until }) => channel.takenAt <= now && until - now >= secondMs);
  const [first, ...rest] = usable.toSorted((one, other) => one.from - other.from);
  if (first === undefined) return null;
  const from = Math.max(now, first.from);
  const until = from + Math.min(count, Math.floor((first.until - from) / secondMs)) * secondMs;
  const left = first.until - until >= secondMs ? [{ from: until, until: first.until }] : [];
  return { channel: { ...channel, free: [...left, ...rest] }, from, until };
}

/** Gives back the last `unusedMs` of the seconds that end at `ownUntil`. */
export function giveBackSeconds(channel: ChannelRow, ownUntil: number, unusedMs: number): ChannelRow | null {
  if (unusedMs < secondMs) return null;
  const from = ownUntil - unusedMs;
  if (channel.nextFreeAt === ownUntil) return { ...channel, nextFreeAt: from };
  return { ...channel, free: [...(channel.free ?? []), { from, until: ownUntil }].slice(-maxFree) };
}
