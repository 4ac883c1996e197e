import type { Looker } from '../domain/access/may-look.js';
import type { Copy } from '../domain/model/approval.js';
import { isCopyOf, isUnposted } from '../domain/model/copies.js';
import type { Row, RowPage } from '../ports/approval-store.js';
import { readRow } from '../record/loaded.js';
import type { ApprovalRecord } from '../record/record.js';
import { queueOf, type Runtime } from '../runtime/runtime.js';
import { nextTurn } from '../runtime/turns.js';
import { isBefore, type ListPlace } from '../slack/surfaces/list-place.js';
import { asOf } from '../storage/as-of.js';

/** A person who looks from a channel that they are in, or from their direct messages. */
export type ChannelLooker = Looker & { readonly channelId: string };

/** Which page of the list: the one that starts at a place, or the one that ends before it. A null place is the start. */
export interface Part {
  readonly type: 'from' | 'before';
  readonly place: ListPlace | null;
}

interface OpenEntry {
  readonly place: ListPlace;
  readonly record: ApprovalRecord;
  readonly isPosted: boolean;
}

export interface OpenPage {
  readonly entries: readonly OpenEntry[];
  readonly previous: ListPlace | null;
  readonly next: ListPlace | null;
  /** true: there are older approvals that were not read. */
  readonly isPartial: boolean;
}

const maxEntries = 10;
/** The maximum number of pending rows that are read for a page, newest first. */
const maxRows = 1_000;
const pageRows = 50;

/** Returns a page of the approvals that are pending in a channel, newest first. */
export async function openApprovals(app: Runtime, looker: ChannelLooker, { type, place }: Part): Promise<OpenPage> {
  if (place === null) return await pageFrom(app, looker, null);
  const page = type === 'from' ? await pageFrom(app, looker, place) : await pageBefore(app, looker, place);
  // everything there has been decided meanwhile
  return page.entries.length > 0 ? page : await pageFrom(app, looker, null);
}

async function pageFrom(app: Runtime, looker: ChannelLooker, place: ListPlace | null): Promise<OpenPage> {
  const { entries, isPartial } = await read(app, looker, {
    isWanted: (row) => place === null || !isBefore(row, place),
    isEnough: (count) => count > maxEntries,
  });
  const shown = entries.slice(0, maxEntries);
  const previous = place === null ? null : (shown[0]?.place ?? place);
  return { entries: shown, previous, next: entries[maxEntries]?.place ?? null, isPartial };
}

async function pageBefore(app: Runtime, looker: ChannelLooker, place: ListPlace): Promise<OpenPage> {
  const { entries } = await read(app, looker, {
    isWanted: (row) => isBefore(row, place),
    isEnough: (_, row) => !isBefore(row, place),
  });
  const shown = entries.slice(-maxEntries);
  const previous = entries.length > maxEntries ? (shown[0]?.place ?? null) : null;
  return { entries: shown, previous, next: place, isPartial: false };
}

interface Reading {
  readonly isWanted: (row: ListPlace) => boolean;
  /** Tells whether reading can stop before this row. */
  readonly isEnough: (count: number, row: ListPlace) => boolean;
}

async function read(app: Runtime, looker: ChannelLooker, { isWanted, isEnough }: Reading) {
  const entries: OpenEntry[] = [];
  let after: string | null = null;
  for (let rows = 0; rows < maxRows; rows += pageRows) {
    const page: RowPage = await app.store.list({ status: 'pending', after, limit: pageRows });
    for (const row of page.rows) {
      if (isEnough(entries.length, row)) return { entries, isPartial: false };
      const entry = isWanted(row) ? entryOf(app, looker, row) : null;
      if (entry !== null) entries.push(entry);
    }
    after = page.next;
    if (after === null) return { entries, isPartial: false };
    // let clicks be answered between two pages
    await nextTurn();
  }
  return { entries, isPartial: entries.length <= maxEntries };
}

/** Returns null for a row of another namespace, and for an approval that is over by now or has no card here. */
function entryOf({ namespace, clock }: Runtime, looker: ChannelLooker, row: Row): OpenEntry | null {
  if (!row.queue.startsWith(queueOf(namespace, ''))) return null;
  const found = readRow(row);
  if (found.type !== 'loaded') return null;
  const record = asOf(found.record, clock());
  if (record.approval.status !== 'pending') return null;
  const here = record.approval.work.copies.filter((copy) => isHere(copy, looker));
  if (here.length === 0) return null;
  return { place: { askedAt: row.askedAt, id: row.id }, record, isPosted: !here.every(isUnposted) };
}

function isHere(copy: Copy, { channelId, person }: ChannelLooker): boolean {
  return copy.state === 'live' && isCopyOf(copy, channelId, person);
}
