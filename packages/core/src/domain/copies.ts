import type { Copy } from './approval.js';

/** A record keeps this many copies of its card at most. */
export const mostCopies = 20;

export function newCopy(copyId: number, channelId: string, at: number, wanted: number): Copy {
  return {
    copyId,
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
  };
}

/** Every live copy shall show what the record now says. */
export function wantSync(copies: readonly Copy[]): readonly Copy[] {
  return copies.map((copy) => (copy.state === 'live' ? { ...copy, wanted: copy.wanted + 1 } : copy));
}

/** A card that was never shown before the decision is not posted after it. */
export function dropUnposted(copies: readonly Copy[]): readonly Copy[] {
  return copies.map((copy) => (copy.ts === null ? { ...copy, state: 'gone' } : copy));
}

export function addCopies(copies: readonly Copy[], channels: readonly string[], at: number): readonly Copy[] {
  const all = [...copies];
  for (const channelId of channels) {
    if (all.length >= mostCopies || all.some((copy) => copy.channelId === channelId && copy.state === 'live')) continue;
    all.push(newCopy(all.length + 1, channelId, at, 1));
  }
  return all;
}

/** Whether a message is one of the copies that are kept in step. One that was given up shows nothing new. */
export function isCopy(copies: readonly Copy[], channelId: string | null, ts: string | null): boolean {
  return ts !== null && copies.some((copy) => copy.state === 'live' && copy.channelId === channelId && copy.ts === ts);
}

/** Where people see the card: the channel of the first copy that stands, or null while none does. */
export function cardChannel(copies: readonly Copy[]): string | null {
  return copies.find((copy) => copy.state === 'live' && copy.ts !== null)?.channelId ?? null;
}

export function findCopy(copies: readonly Copy[], copyId: number): Copy | null {
  return copies.find((copy) => copy.copyId === copyId) ?? null;
}
