import type { Row } from '../ports/approval-store.js';

/** How far a count of the cards that wait has come. One look reads a bounded number of rows; the next one goes on from there. */
export interface CardCount {
  /** Where in the list the next look begins; null: at its beginning. */
  readonly after: string | null;
  readonly waiting: number;
  /** Cards that Slack refuses. */
  readonly refused: number;
  readonly oldestId: string | null;
}

/** The card that stands for many waiting ones. Its work is owed in the channel's row. */
export interface SummaryCopy {
  /** Slack's stamp of the message; null while it is owed its first post. */
  readonly ts: string | null;
  /** The channel that Slack answered with, as a direct message has another id than its person. */
  readonly postedIn: string | null;
  /** When it was first wanted. */
  readonly since: number;
  /** Failures in a row. */
  readonly attemptCount: number;
  /** Posts that may have arrived. One is counted before it is sent, so that a crash in between leaves it counted. */
  readonly unknownPosts: number;
  /** Slack's code, while the message waits until a person mends the cause. */
  readonly problem: string | null;
  /** A hash of what the message shows; null where nobody knows. */
  readonly shown: string | null;
  /** null between two counts. */
  readonly count: CardCount | null;
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

/** What the reserved row of a channel holds: which of its seconds are taken, and its summary card. */
export interface ChannelRow {
  readonly schemaVersion: 1;
  readonly channelId: string;
  /** The first second of the channel that no process has taken. */
  readonly nextFreeAt: number;
  /** When that was written, by the clock of the process that wrote it. */
  readonly takenAt: number;
  readonly summary: SummaryCopy | null;
  /** Seconds before `nextFreeAt` that were taken and given back. */
  readonly free?: readonly Stretch[];
  /** How many cards each process had waiting when it last took seconds, by its name. */
  readonly waiting?: Readonly<Record<string, { readonly count: number; readonly at: number }>>;
}

const schemaVersion = 1;
const secondMs = 1_000;
/** More stretches than this are not remembered. */
const maxFree = 20;

/** The row's body, or a fresh one where this release can read none. */
export function readChannelRow(row: Row | null, channelId: string): ChannelRow {
  const body = parse(row);
  return isOurs(body) ? body : { schemaVersion, channelId, nextFreeAt: 0, takenAt: 0, summary: null };
}

/** A newer release may keep more in the row: what it wrote is left alone. */
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

/** What a process said this long ago says nothing any more: it has ended, or nothing waits there. */
const waitingKnownForMs = 2 * 60_000;

/** Notes how many cards wait in a process. @returns also how many wait in all others that have said so lately */
export function withWaiting(
  channel: ChannelRow,
  process: string,
  count: number,
  now: number,
): { readonly channel: ChannelRow; readonly others: number } {
  const known = Object.entries(channel.waiting ?? {}).filter(
    ([name, { at }]) => name !== process && Math.abs(now - at) < waitingKnownForMs,
  );
  const waiting = { ...Object.fromEntries(known), ...(count > 0 ? { [process]: { count, at: now } } : {}) };
  return { channel: { ...channel, waiting }, others: known.reduce((sum, [, other]) => sum + other.count, 0) };
}

/** Which seconds a process wants. `ownUntil` is where those end that it took last. */
export interface SecondsWish {
  readonly now: number;
  readonly count: number;
  readonly ownUntil: number | null;
}

/**
 * Takes up to `count` seconds of the channel, one after the other; first those that were given back.
 *
 * What others have taken is a stretch of time from `takenAt` on. A clock that was set back since then makes it no longer.
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

/** By a clock that was set back nobody can tell which of them are still to come. */
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
