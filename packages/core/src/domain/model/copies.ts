import type { Copy, Work } from './approval.js';
import { limits } from './limits.js';
import type { Person } from './person.js';
import { channelOf, isSamePlace, type Place, threadOf } from './place.js';

export function newCopy(copyId: number, place: Place, at: number, wanted: number): Copy {
  // written out: a spread takes V8 longer than all the rest
  return {
    ts: null,
    state: 'live',
    shown: 0,
    attemptCount: 0,
    failingSince: null,
    unknownPosts: 0,
    settleAt: null,
    syncedAt: null,
    decisionShown: false,
    copyId,
    place,
    channelId: channelOf(place),
    wanted,
    nextAt: at,
    problem: null,
    size: 'whole',
    mentioned: false,
  };
}

/** What changes in a copy that is to be posted like a new one. */
export function unpostedAgain(copy: Copy, at: number): Partial<Omit<Copy, 'copyId'>> {
  const {
    copyId: _,
    place: __,
    problem,
    size,
    mentioned,
    ...fresh
  } = newCopy(copy.copyId, copy.place, at, copy.wanted + 1);
  return fresh;
}

/** Makes every live copy owe an update that shows the current record. */
export function wantSync(copies: readonly Copy[], at: number): readonly Copy[] {
  return copies.map((copy) =>
    copy.state === 'live' ? { ...copy, wanted: copy.wanted + 1, ...notInFuture(copy, at) } : copy,
  );
}

/** Makes an update due now unless the copy is failing, even after the clock was set back or an earlier update was postponed. */
function notInFuture(copy: Copy, at: number): Partial<Copy> {
  const { ts, nextAt, syncedAt } = copy;
  if (ts === null || isFailing(copy)) return {};
  return { nextAt: Math.min(nextAt, at), syncedAt: syncedAt === null ? null : Math.min(syncedAt, at) };
}

/** Whether the next attempt waits for a failure to pass, and not just for its turn. */
export function isFailing({ attemptCount, failingSince, unknownPosts, problem }: Copy): boolean {
  return attemptCount > 0 || failingSince !== null || unknownPosts > 0 || problem !== null;
}

/** Gives up copies that are not posted yet: once decided, no new card is posted. */
export function dropUnposted(copies: readonly Copy[]): readonly Copy[] {
  return copies.map((copy) =>
    copy.state === 'live' && copy.ts === null ? { ...copy, state: 'gone', problem: null } : copy,
  );
}

/** Adds a copy for each place that has none. `origin`: what adds them, unless the card was asked for there. */
export function addCopies(
  copies: readonly Copy[],
  places: readonly Place[],
  at: number,
  origin: Pick<Copy, 'level' | 'stage'> = {},
): readonly Copy[] {
  const all = [...copies];
  for (const place of places) {
    const isThere = all.some((copy) => copy.state === 'live' && isSamePlace(copy.place, place));
    if (all.length >= limits.copies || isThere) continue;
    all.push({ ...newCopy(all.length + 1, place, at, 1), ...origin });
  }
  return all;
}

/** Whether a copy of the card was ever posted, as far as Slack's answers or clicks tell. */
export function wasPosted({ copies, postedBefore }: Work): boolean {
  return postedBefore === true || copies.some(({ ts, syncedAt }) => ts !== null || syncedAt !== null);
}

/** Whether a message is a live copy, which is kept up to date. */
export function isCopy(copies: readonly Copy[], channelId: string | null, ts: string | null): boolean {
  return ts !== null && copies.some((copy) => copy.state === 'live' && copy.channelId === channelId && copy.ts === ts);
}

/** The thread for replies to a copy: its own, or the one that it is posted in, as threads do not nest. */
export function threadAround(copies: readonly Copy[], channelId: string, ts: string): string {
  const copy = copies.find((one) => one.channelId === channelId && one.ts === ts);
  return copy === undefined ? ts : (threadOf(copy.place) ?? ts);
}

/** Whether a copy is owed a post: its first one, or another after its message was deleted. */
export function isUnposted({ state, ts }: Copy): boolean {
  return state === 'live' && ts === null;
}

/** Whether a card is posted in this channel. A direct message does not count, because it has no members. */
export function isCardIn(copies: readonly Copy[], channelId: string | null): boolean {
  return copies.some((copy) => copy.channelId === channelId && !isDirect(copy));
}

/** Whether the post of this copy mentions people: the first one of those that were asked for, or that one escalation step or stage adds. */
export function mayMention(copies: readonly Copy[], copy: Copy): boolean {
  return (
    !isDirect(copy) &&
    !copies.some(({ mentioned, level, stage }) => mentioned && level === copy.level && stage === copy.stage)
  );
}

/** Whether a copy is a direct message to one person. Until it is posted, its channel is the person. */
export function isDirect({ channelId }: Pick<Copy, 'channelId'>): boolean {
  return /^[DUW]/.test(channelId);
}

/** Whether a click in a channel can be on this copy's message, even before Slack has returned the channel of the post. */
export function isCopyOf(copy: Copy, channelId: string, by: Person): boolean {
  if (copy.channelId === channelId) return true;
  return isSamePlace(copy.place, { type: 'user', id: by.userId }) && channelId.startsWith('D');
}

/** Returns the channel where people see the card, that of the first posted copy; null: no channel has one. */
export function cardChannel(copies: readonly Copy[]): string | null {
  return copies.find((copy) => copy.state === 'live' && copy.ts !== null && !isDirect(copy))?.channelId ?? null;
}

export function findCopy(copies: readonly Copy[], copyId: number): Copy | null {
  return copies.find((copy) => copy.copyId === copyId) ?? null;
}

/** Tells whether the updates of a copy are spaced: see `isSpaced` of `Copy`. */
export function isSpaced({ isSpaced: spaced, decisionShown }: Copy): boolean {
  return spaced ?? decisionShown;
}
