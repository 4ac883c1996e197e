import type { Approval } from '../../domain/model/approval.js';
import { isUnposted } from '../../domain/model/copies.js';
import type { CardCount } from '../../pace/channel-row.js';
import type { Row, RowPage, RowQuery } from '../../ports/approval-store.js';
import { readRow } from '../../record/loaded.js';
import { queueOf, type Runtime } from '../../runtime/runtime.js';
import { nextTurn } from '../../runtime/turns.js';
import type { CountWords } from '../../slack/card/messages.js';

/** Above this the card says "more than", and the count stops. */
const maxCounted = 500;
/** One look reads this many rows at most, a page after the other. */
const maxRows = 1_000;
const pageRows = 100;
/** A kind whose work has been due for so long is worked on by nobody: its cards are in no line. */
const nobodyAfterMs = 10 * 60_000;

type Count = Parameters<CountWords>[0];

/** What a count came to, or how far it is. */
export type Counted =
  | {
      readonly type: 'counted';
      readonly waiting: Count;
      readonly refused: Count;
      /** The one that has waited longest; null where not all were counted. */
      readonly oldestId: string | null;
    }
  | { readonly type: 'under_way'; readonly count: CardCount };

interface Look {
  readonly channelId: string;
  /** Nothing more is read at or after this instant of the process's own time; null: no end. */
  readonly stopAt: number | null;
}

const noCount: CardCount = { after: null, waiting: 0, refused: 0, oldestId: null };

/**
 * Counts the approvals whose card for this channel is not posted yet, whatever kind they are of: another process may define it.
 *
 * @param begun - where the look before stopped; null: from the beginning
 */
export async function countWaiting(app: Runtime, look: Look, begun: CardCount | null): Promise<Counted> {
  let count = begun ?? noCount;
  for (let rows = 0; rows < maxRows && !isTimeUp(look); rows += pageRows) {
    const page = await pageOf(app, { status: 'pending', after: count.after, limit: pageRows });
    count = withPage(app, page, look.channelId, count);
    const isMore = count.waiting > maxCounted;
    if (!isMore && page.next !== null) continue;
    return {
      type: 'counted',
      waiting: { count: Math.min(count.waiting, maxCounted), isMore },
      refused: { count: count.refused, isMore: page.next !== null },
      // the list begins with the newest: only its end is the oldest
      oldestId: page.next === null ? count.oldestId : null,
    };
  }
  return { type: 'under_way', count };
}

function withPage(app: Runtime, page: RowPage, channelId: string, before: CardCount): CardCount {
  const places = approvalsIn(app, page, channelId).map(({ row, approval }) => ({
    id: row.id,
    place: isWorkedOn(app, row) ? placeInLine(approval, channelId) : null,
  }));
  const waiting = places.filter(({ place }) => place === 'waiting');
  const refused = places.filter(({ place }) => place === 'refused');
  return {
    after: page.next,
    waiting: before.waiting + waiting.length,
    refused: before.refused + refused.length,
    oldestId: waiting.at(-1)?.id ?? before.oldestId,
  };
}

/** Counts the approvals that ended since then without their card ever having been posted, as far as one look reads. */
export async function countNeverShown(app: Runtime, channelId: string, since: number): Promise<Count> {
  let count = 0;
  let after: string | null = null;
  for (let rows = 0; rows < maxRows; rows += pageRows) {
    const page: RowPage = await pageOf(app, { attention: 'never_shown', after, limit: pageRows });
    for (const { approval } of approvalsIn(app, page, channelId))
      if (endedSince(approval, since) && approval.work.copies.some((copy) => copy.channelId === channelId)) count += 1;
    after = page.next;
    if (count > maxCounted) return { count: maxCounted, isMore: true };
    if (after === null) break;
  }
  return { count, isMore: false };
}

async function pageOf({ store }: Runtime, query: RowQuery): Promise<RowPage> {
  // between two pages clicks are answered
  await nextTurn();
  return await store.list(query);
}

/** Two namespaces may share a store: another one's approvals are not there. */
function approvalsIn({ namespace }: Runtime, { rows }: RowPage, channelId: string) {
  return rows.flatMap((row) => {
    // most records name another channel, and need not be read to find out
    if (!row.queue.startsWith(queueOf(namespace, '')) || !row.body.includes(channelId)) return [];
    const read = readRow(row);
    return read.type === 'loaded' ? [{ row, approval: read.record.approval }] : [];
  });
}

function isWorkedOn({ namespace, kinds, clock }: Runtime, { queue, dueAt }: Row): boolean {
  return kinds.has(queue.slice(namespace.length + 1)) || dueAt === null || dueAt > clock() - nobodyAfterMs;
}

function placeInLine({ work }: Approval, channelId: string): 'waiting' | 'refused' | null {
  const unposted = work.copies.filter((copy) => isUnposted(copy) && copy.channelId === channelId);
  if (unposted.length === 0 || work.setAside) return null;
  return unposted.some((copy) => copy.problem === null) ? 'waiting' : 'refused';
}

function endedSince(approval: Approval, since: number): boolean {
  return approval.status !== 'pending' && approval.decision.decidedAt >= since;
}

function isTimeUp({ stopAt }: Look): boolean {
  return stopAt !== null && performance.now() >= stopAt;
}
