import type { Approval, Copy } from '../domain/model/approval.js';
import type { Runtime } from '../runtime/runtime.js';
import { pacesOf } from './paces.js';
import type { WaitingPost } from './waiting-posts.js';

/** The seconds that the cards of a new approval are given before it is stored. */
export interface ReservedSeconds {
  /** When a copy may be posted. */
  readonly postsAt: (copy: Copy, now: number) => number;
  /** The approval could not be stored. */
  giveBack(): void;
}

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

/** How many posts that this process knows of come before the first card of an approval, or the seconds until its second: whichever is more. */
export function waitingBefore({ slack, clock }: Runtime, { id, status, work }: Approval): number {
  const copies = work.copies.filter(({ state }) => state === 'live');
  if (slack === null || status !== 'pending' || copies.some(({ ts }) => ts !== null)) return 0;
  const { channels } = pacesOf(slack);
  const now = clock();
  const waits = copies.map((copy) =>
    Math.max(channels.before(postOf(id, copy)), Math.ceil((copy.nextAt - now) / 1_000), 0),
  );
  return waits.length === 0 ? 0 : Math.min(...waits);
}

function postOf(approvalId: string, { channelId, copyId }: Copy): WaitingPost {
  return { channelId, approvalId, work: { type: 'post', copyId } };
}
