/** A post that waits for a second of its channel. */
export interface WaitingPost {
  readonly channelId: string;
  readonly approvalId: string;
  /** What is posted: a copy of the card, or a reminder in its thread. */
  readonly work:
    | { readonly type: 'post'; readonly copyId: number }
    | { readonly type: 'notice'; readonly noticeId: number };
}

/** Names one post, also after a restart of its work. */
export function ticketOf({ approvalId, work }: WaitingPost): string {
  return work.type === 'post' ? `${approvalId}:${work.copyId}` : `${approvalId}:notice:${work.noticeId}`;
}

interface Entry {
  readonly post: WaitingPost;
  readonly number: number;
  /** The instant that the record names for it. */
  estimate: number;
}

/** Posts in the order in which they go out. */
export interface WaitingPosts {
  readonly size: number;
  add(post: WaitingPost): void;
  has(ticket: string): boolean;
  remove(ticket: string): boolean;
  /** How many go out before this one; as many as there are where it is not among them. Those removed in between may count. */
  before(ticket: string): number;
  first(): WaitingPost | null;
  /** Notes what the record of a post says. */
  estimate(ticket: string, at: number): void;
  /** Removes the first ones for as long as their estimates are past. */
  dropPast(now: number): void;
}

export function createWaitingPosts(): WaitingPosts {
  const entries = new Map<string, Entry>();
  // one iterator goes on: a new one would pass over everything that was removed before, each time
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
    before(ticket) {
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
