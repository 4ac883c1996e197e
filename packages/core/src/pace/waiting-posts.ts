/** A post that waits for a second of its channel. */
export interface WaitingPost {
  readonly channelId: string;
  readonly approvalId: string;
  /** What is posted: a copy of the card, or a reminder in its thread. */
  readonly work:
    | { readonly type: 'post'; readonly copyId: number }
    | { readonly type: 'notice'; readonly noticeId: number };
}

/** Identifies a post. It stays the same when its work is retried. */
export function ticketOf({ approvalId, work }: WaitingPost): string {
  return work.type === 'post' ? `${approvalId}:${work.copyId}` : `${approvalId}:notice:${work.noticeId}`;
}

interface Entry {
  readonly post: WaitingPost;
  readonly number: number;
  /** When the record says that it is due. */
  estimate: number;
}

/** A queue of posts, first in, first out. */
export interface WaitingPosts {
  readonly size: number;
  add(post: WaitingPost): void;
  has(ticket: string): boolean;
  remove(ticket: string): boolean;
  /** Counts the posts before this one; all of them if it is not in the queue. May count some that were removed. */
  countBefore(ticket: string): number;
  first(): WaitingPost | null;
  /** Notes when the record says that a post is due. */
  estimate(ticket: string, at: number): void;
  /** Removes posts from the front whose estimate is over. */
  dropPast(now: number): void;
}

export function createWaitingPosts(): WaitingPosts {
  const entries = new Map<string, Entry>();
  // keeps one iterator, as a new one would step over every removed entry each time
  let walk = entries.values();
  let head: Entry | null = null;
  let nextNumber = 0;

  const firstEntry = (): Entry | null => {
    while (head === null || entries.get(ticketOf(head.post)) !== head) {
      if (entries.size === 0) return null;
      const step = walk.next();
      if (step.done === true) walk = entries.values();
      else head = step.value;
    }
    return head;
  };

  return {
    get size() {
      return entries.size;
    },
    add(post) {
      if (entries.size === 0) {
        walk = entries.values();
        head = null;
      }
      entries.set(ticketOf(post), { post, number: nextNumber, estimate: Number.POSITIVE_INFINITY });
      nextNumber += 1;
    },
    has: (ticket) => entries.has(ticket),
    remove: (ticket) => entries.delete(ticket),
    countBefore(ticket) {
      const entry = entries.get(ticket);
      const first = firstEntry();
      if (entry === undefined || first === null) return entries.size;
      return Math.min(entries.size - 1, entry.number - first.number);
    },
    first: () => firstEntry()?.post ?? null,
    estimate(ticket, at) {
      const entry = entries.get(ticket);
      if (entry !== undefined) entry.estimate = at;
    },
    dropPast(now) {
      for (let entry = firstEntry(); entry !== null && entry.estimate <= now; entry = firstEntry())
        entries.delete(ticketOf(entry.post));
    },
  };
}
