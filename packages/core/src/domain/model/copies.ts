import type { Copy, Place, Work } from './approval.js';
import { limits } from './limits.js';
import type { Person } from './person.js';

/** A user id stands for the direct message to that person. */
export function placeOf(channelId: string): Place {
  return /^[UW]/.test(channelId) ? { type: 'user', id: channelId } : channelId;
}

/** Where a post to a place is sent; Slack answers a post to a person with the channel of their direct messages. */
export function channelOf(place: Place): string {
  return typeof place === 'string' ? place : place.id;
}

export function isSamePlace(one: Place, other: Place): boolean {
  return channelOf(one) === channelOf(other);
}

export function newCopy(copyId: number, channelId: string, at: number, wanted: number): Copy {
  return {
    copyId,
    place: placeOf(channelId),
    channelId,
    ts: null,
    state: 'live',
    wanted,
    shown: 0,
    nextAt: at,
    attemptCount: 0,
    failingSince: null,
    unknownPosts: 0,
    settleAt: null,
    syncedAt: null,
    decisionShown: false,
    problem: null,
    size: 'whole',
    mentioned: false,
  };
}

/** Every live copy shall show what the record now says. */
export function wantSync(copies: readonly Copy[], at: number): readonly Copy[] {
  return copies.map((copy) =>
    copy.state === 'live' ? { ...copy, wanted: copy.wanted + 1, ...notInFuture(copy, at) } : copy,
  );
}

/** A change of a card that nothing fails is due at once: also after the clock was set back, or where an older change was put off. */
function notInFuture(copy: Copy, at: number): Partial<Copy> {
  const { ts, nextAt, syncedAt } = copy;
  if (ts === null || isFailing(copy)) return {};
  return { nextAt: Math.min(nextAt, at), syncedAt: syncedAt === null ? null : Math.min(syncedAt, at) };
}

/** Whether its next attempt waits for something other than its turn. */
export function isFailing({ attemptCount, failingSince, unknownPosts, problem }: Copy): boolean {
  return attemptCount > 0 || failingSince !== null || unknownPosts > 0 || problem !== null;
}

/** A card that was never shown before the decision is not posted after it. */
export function dropUnposted(copies: readonly Copy[]): readonly Copy[] {
  return copies.map((copy) =>
    copy.state === 'live' && copy.ts === null ? { ...copy, state: 'gone', problem: null } : copy,
  );
}

export function addCopies(copies: readonly Copy[], channels: readonly string[], at: number): readonly Copy[] {
  const all = [...copies];
  for (const channelId of channels) {
    const isThere = all.some((copy) => copy.state === 'live' && isSamePlace(copy.place, placeOf(channelId)));
    if (all.length >= limits.copies || isThere) continue;
    all.push(newCopy(all.length + 1, channelId, at, 1));
  }
  return all;
}

/** Whether a copy of the card was ever posted, as far as Slack or a click has told. */
export function wasPosted({ copies, postedBefore }: Work): boolean {
  return postedBefore === true || copies.some(({ ts, syncedAt }) => ts !== null || syncedAt !== null);
}

/** Whether a message is one of the copies that are kept in step. One that was given up shows nothing new. */
export function isCopy(copies: readonly Copy[], channelId: string | null, ts: string | null): boolean {
  return ts !== null && copies.some((copy) => copy.state === 'live' && copy.channelId === channelId && copy.ts === ts);
}

/** A card that is owed its first post, or another one after it was deleted. */
export function isUnposted({ state, ts }: Copy): boolean {
  return state === 'live' && ts === null;
}

/** Whether a card stands in this channel. A direct message is no channel: nobody is a member of it. */
export function isCardIn(copies: readonly Copy[], channelId: string | null): boolean {
  return copies.some((copy) => copy.channelId === channelId && isChannel(copy));
}

function isChannel({ place, channelId }: Copy): boolean {
  return typeof place === 'string' && !channelId.startsWith('D');
}

/** Whether a person's click in a channel can be on a message of this copy, also where Slack has not yet told its channel. */
export function isCopyOf(copy: Copy, channelId: string, by: Person): boolean {
  if (copy.channelId === channelId) return true;
  return typeof copy.place !== 'string' && copy.place.id === by.userId && channelId.startsWith('D');
}

/** Where people see the card: the channel of the first copy that stands, or null while none does. */
export function cardChannel(copies: readonly Copy[]): string | null {
  return copies.find((copy) => copy.state === 'live' && copy.ts !== null)?.channelId ?? null;
}

export function findCopy(copies: readonly Copy[], copyId: number): Copy | null {
  return copies.find((copy) => copy.copyId === copyId) ?? null;
}
