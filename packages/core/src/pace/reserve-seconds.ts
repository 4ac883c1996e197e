import type { Approval, Copy } from '../domain/model/approval.js';
import type { Runtime } from '../runtime/runtime.js';
import { pacesOf } from './paces.js';
import { secondMs } from './second-ms.js';
import type { WaitingPost } from './waiting-posts.js';

/** The seconds that are reserved for the cards of a new approval, before it is stored. */
export interface ReservedSeconds {
  /** Reserves a second for a copy, and returns when it may be posted. */
  readonly postsAt: (copy: Copy, now: number) => number;
  /** Gives the seconds back, if the approval could not be stored. */
  giveBack(): void;
}

/** Reserves seconds for the cards of an approval that is about to be stored. */
export function reserveSeconds({ slack }: Runtime, approvalId: string): ReservedSeconds {
  const posts: WaitingPost[] = [];
  return {
    postsAt(copy, now) {
      if (slack === null) return now;
      const post = postOf(approvalId, copy);
      posts.push(post);
      return pacesOf(slack).channels.reserve(post, now);
    },
    giveBack() {
      if (slack !== null) for (const post of posts) pacesOf(slack).channels.giveBack(post);
    },
  };
}

/** Counts the posts of this process before an approval's first card, or the seconds until its turn, whichever is more. */
export function waitingBefore({ slack, clock }: Runtime, { id, status, work }: Approval): number {
  const copies = work.copies.filter(({ state }) => state === 'live');
  if (slack === null || status !== 'pending' || copies.some(({ ts }) => ts !== null)) return 0;
  const { channels } = pacesOf(slack);
  const now = clock();
  const waits = copies.map((copy) =>
    Math.max(channels.countBefore(postOf(id, copy)), Math.ceil((copy.nextAt - now) / secondMs), 0),
  );
  return waits.length === 0 ? 0 : Math.min(...waits);
}

function postOf(approvalId: string, { channelId, copyId }: Copy): WaitingPost {
  return { channelId, approvalId, work: { type: 'post', copyId } };
}
