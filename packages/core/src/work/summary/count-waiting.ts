import type { Approval, Copy } from '../../domain/model/approval.js';
import { isUnposted } from '../../domain/model/copies.js';
import {
  joinMentions,
  limitMentions,
  type Mentions,
  mentionsOfPost,
  noMentions,
} from '../../domain/policy/mentions.js';
import type { CountWords } from '../../messages/words/list-words.js';
import type { CardCount } from '../../pace/channel-row.js';
import type { Row, RowPage, RowQuery } from '../../ports/approval-store.js';
import { readRow } from '../../record/loaded.js';
import { queueOf, type Runtime } from '../../runtime/runtime.js';
import { nextTurn } from '../../runtime/turns.js';

/** The count stops here, and the card says "more than". */
const maxCounted = 500;
/** The maximum number of rows that one pass reads, in pages. */
const maxRows = 1_000;
const pageRows = 100;
/** If work has been due for this long, no process works on its kind, so its cards are not counted. */
const overdueMs = 10 * 60_000;

type Count = Parameters<CountWords>[0];

/** The result of one pass: the whole count, or a part of it. */
export type CountResult =
  | {
      readonly type: 'counted';
      readonly waiting: Count;
      readonly refused: Count;
      /** The id of the oldest; null: the count has stopped before it. */
      readonly oldestId: string | null;
      /** Whom the waiting cards would mention. */
      readonly mentions: Mentions;
    }
  | { readonly type: 'partial'; readonly count: CardCount };

interface Pass {
  readonly channelId: string;
  /** Read nothing at or after this `performance.now()`; null: no limit. */
  readonly stopAt: number | null;
}

const noCount: CardCount = { after: null, waiting: 0, refused: 0, oldestId: null };

/**
 * Counts the approvals whose card for this channel is not posted yet, of all kinds, as another process may define them.
 *
 * @param partial - the partial count of the previous pass; null: start a new count
 */
export async function countWaiting(app: Runtime, pass: Pass, partial: CardCount | null): Promise<CountResult> {
  let count = partial ?? noCount;
  for (let rows = 0; rows < maxRows && !isTimeUp(pass); rows += pageRows) {
    const page = await listPage(app, { status: 'pending', after: count.after, limit: pageRows });
    count = withPage(app, page, pass.channelId, count);
    const isMore = count.waiting > maxCounted;
    if (!isMore && page.next !== null) continue;
    return {
      type: 'counted',
      waiting: { count: Math.min(count.waiting, maxCounted), isMore },
      refused: { count: count.refused, isMore: page.next !== null },
      // the list starts with the newest, so the oldest is only known at its end
      oldestId: page.next === null ? count.oldestId : null,
      mentions: limitMentions(count.mentions ?? noMentions),
    };
  }
  return { type: 'partial', count };
}

function withPage(app: Runtime, page: RowPage, channelId: string, before: CardCount): CardCount {
  const places = approvalsIn(app, page, channelId).map(({ row, approval }) => ({
    id: row.id,
    approval,
    place: isWorkedOn(app, row) ? placeInLine(approval, channelId) : null,
  }));
  const waiting = places.filter(({ place }) => place === 'waiting');
  const refused = places.filter(({ place }) => place === 'refused');
  return {
    after: page.next,
    waiting: before.waiting + waiting.length,
    refused: before.refused + refused.length,
    oldestId: waiting.at(-1)?.id ?? before.oldestId,
    mentions: waiting.reduce(
      (all, { approval }) => joinMentions(all, mentionsOfWaiting(approval, channelId)),
      before.mentions ?? noMentions,
    ),
  };
}

function mentionsOfWaiting(approval: Approval, channelId: string): Mentions {
  return unpostedIn(approval, channelId)
    .map((copy) => mentionsOfPost(approval, copy))
    .reduce(joinMentions, noMentions);
}

/** Counts the approvals that ended since `since` and whose card was never posted, within one pass. */
export async function countNeverShown(app: Runtime, channelId: string, since: number): Promise<Count> {
  let count = 0;
  let after: string | null = null;
  for (let rows = 0; rows < maxRows; rows += pageRows) {
    const page: RowPage = await listPage(app, { attention: 'never_shown', after, limit: pageRows });
    for (const { approval } of approvalsIn(app, page, channelId))
      if (endedSince(approval, since) && approval.work.copies.some((copy) => copy.channelId === channelId)) count += 1;
    after = page.next;
    if (count > maxCounted) return { count: maxCounted, isMore: true };
    if (after === null) break;
  }
  return { count, isMore: false };
}

async function listPage({ store }: Runtime, query: RowQuery): Promise<RowPage> {
  // let clicks be answered between two pages
  await nextTurn();
  return await store.list(query);
}

/** Returns the approvals of this namespace that have a card in the channel, or mention it elsewhere. */
function approvalsIn({ namespace }: Runtime, { rows }: RowPage, channelId: string) {
  return rows.flatMap((row) => {
    // a text search is faster than parsing the records of other channels
    if (!row.queue.startsWith(queueOf(namespace, '')) || !row.body.includes(channelId)) return [];
    const read = readRow(row);
    return read.type === 'loaded' ? [{ row, approval: read.record.approval }] : [];
  });
}

function isWorkedOn({ namespace, kinds, clock }: Runtime, { queue, dueAt }: Row): boolean {
  return kinds.has(queue.slice(namespace.length + 1)) || dueAt === null || dueAt > clock() - overdueMs;
}

function placeInLine(approval: Approval, channelId: string): 'waiting' | 'refused' | null {
  const unposted = unpostedIn(approval, channelId);
  if (unposted.length === 0 || approval.work.setAside) return null;
  return unposted.some((copy) => copy.problem === null) ? 'waiting' : 'refused';
}

function unpostedIn({ work }: Approval, channelId: string): readonly Copy[] {
  return work.copies.filter((copy) => isUnposted(copy) && copy.channelId === channelId);
}

function endedSince(approval: Approval, since: number): boolean {
  return approval.status !== 'pending' && approval.decision.decidedAt >= since;
}

function isTimeUp({ stopAt }: Pass): boolean {
  return stopAt !== null && performance.now() >= stopAt;
}
