import { isTheirs, type Looker, mayAnswer, mayLook, type Sight, whyNotWithdraw } from '../../domain/access/may-look.js';
import type { Approval } from '../../domain/model/approval.js';
import type { Facts } from '../../domain/model/policy.js';
import { wordsOf } from '../../messages/words-of.js';
import { factsToShow } from '../../people/look-at.js';
import type { RowQuery } from '../../ports/approval-store.js';
import type { ApprovalRecord } from '../../record/record.js';
import type { Call } from '../../runtime/call.js';
import { inTime } from '../../runtime/exchange.js';
import { queueOf } from '../../runtime/runtime.js';
import { nextTurn } from '../../runtime/turns.js';
import type { HomeState } from '../../slack/request/home/home-state.js';
import type { InboxPage, RowRights } from '../../slack/surfaces/draw-home.js';
import { isBefore, type ListPlace, placeValue } from '../../slack/surfaces/list-place.js';
import { recordsOf } from '../../storage/records-of.js';
import { cardOf } from '../../views/card-of.js';
import { mayApprove } from '../../votes/may-approve.js';
import { isPendingFor } from '../../votes/pending-for.js';
import { maxRowsOnPage, type Part, pageOfList } from './inbox-page.js';

/** The maximum numbers of rows that are read for a view: 700 in all, however large the store is. */
const maxRows = { pending: 500, askedByOne: 100, ofEachOutcome: 25, newest: 100 } as const;
const pageRows = 100;
const outcomes = ['approved', 'rejected', 'expired', 'withdrawn'] as const;

type InboxCall = Pick<Call<unknown>, 'app' | 'slack' | 'exchange'>;

/** Which list, which kind, and which page of them. */
export type InboxWish = Pick<HomeState, 'list' | 'kind'> & { readonly part: Part };

interface Entry {
  readonly place: ListPlace;
  readonly record: ApprovalRecord;
  readonly rights: RowRights;
}

/** What was read: all that the person may see, and of it the entries of the list. */
interface Reading {
  readonly call: InboxCall;
  readonly looker: Looker;
  readonly wish: InboxWish;
  readonly kinds: Set<string>;
  readonly entries: Map<string, Entry>;
}

/**
 * Reads one page of a person's inbox. It leaves out what they may not see, also where Slack could not be asked in time.
 *
 * @throws {SlackApprovalError} store_timeout — the store did not answer in time
 */
export async function readInbox(call: InboxCall, looker: Looker, wish: InboxWish): Promise<InboxPage> {
  const reading: Reading = { call, looker, wish, kinds: new Set(), entries: new Map() };
  const isPartial = await inTime(call.exchange, read(reading));
  const { app } = call;
  const { list, kind, part } = wish;
  const sorted = [...reading.entries.values()].sort((one, other) => (isBefore(one.place, other.place) ? -1 : 1));
  const { shown, start, previous, next } = pageOfList(sorted, part);
  return {
    namespace: app.namespace,
    words: wordsOf(app.messages),
    state: { list, kind, place: start === null ? null : placeValue(start) },
    kinds: [...reading.kinds].sort(),
    rows: shown.map(({ record, rights }) => ({ view: cardOf(app, record), rights })),
    previous,
    next,
    isPartial,
  };
}

/** @returns whether there are pending approvals that were not read */
async function read(reading: Reading): Promise<boolean> {
  const { call, looker, wish } = reading;
  const { app } = call;
  // the kinds to choose from are those of what the person may see, whichever is chosen now. What has expired may be stored as pending
  if (wish.kind !== null || wish.list === 'decided') {
    const newest = await recordsOf(app, { status: 'pending', limit: maxRows.newest });
    await take(reading, newest.records);
  }
  if (wish.list === 'decided') {
    const pages = outcomes.map((status) =>
      recordsOf(app, { ...queryOf(reading), status, limit: maxRows.ofEachOutcome }),
    );
    await take(
      reading,
      (await Promise.all(pages)).flatMap(({ records }) => records),
    );
    return false;
  }
  if (wish.list === 'asked') {
    const query = { ...queryOf(reading), requesterId: looker.person.userId, status: 'pending' };
    await take(reading, (await recordsOf(app, { ...query, limit: maxRows.askedByOne })).records);
  }
  return await readPending(reading);
}

function queryOf({ call: { app }, wish }: Reading): Pick<RowQuery, 'queue'> {
  return wish.kind === null ? {} : { queue: queueOf(app.namespace, wish.kind) };
}

async function readPending(reading: Reading): Promise<boolean> {
  const { app } = reading.call;
  let after: string | null = null;
  for (let rows = 0; rows < maxRows.pending; rows += pageRows) {
    const page = await recordsOf(app, { ...queryOf(reading), status: 'pending', after, limit: pageRows });
    await take(reading, page.records);
    after = page.next;
    if (after === null || hasEnough(reading)) return false;
    // let clicks be answered between two pages
    await nextTurn();
  }
  return true;
}

/** Whether the page is complete, and it is known whether another one follows. What was asked on someone's behalf is anywhere. */
function hasEnough({ wish: { list, part }, entries }: Reading): boolean {
  if (list === 'asked') return false;
  const { type, place } = part;
  const reached = [...entries.values()].filter((entry) => place === null || !isBefore(entry.place, place));
  return reached.length > (type === 'from' ? maxRowsOnPage : 0);
}

/** Adds records to what was read, as far as the person may see them. */
async function take(reading: Reading, records: readonly ApprovalRecord[]): Promise<void> {
  const { call, looker, wish, kinds, entries } = reading;
  const approvals = records.map(({ approval }) => approval);
  const facts = await factsToShow(call, looker, approvals, question);
  const now = call.app.clock();
  for (const record of records) {
    const { approval } = record;
    if (mayLook(approval, looker, facts).answer !== 'yes') continue;
    kinds.add(approval.kind);
    if (wish.kind !== null && approval.kind !== wish.kind) continue;
    const rights = rightsOf(approval, looker, facts, now);
    if (!isListed(approval, looker, rights, wish)) continue;
    entries.set(approval.id, { place: { askedAt: sortedBy(approval), id: approval.id }, record, rights });
  }
}

function question(approval: Approval, looker: Looker, facts: Facts): Sight {
  return approval.status === 'pending' ? mayAnswer(approval, looker, facts) : mayLook(approval, looker, facts);
}

function rightsOf(approval: Approval, looker: Looker, facts: Facts, now: number): RowRights {
  const answers = approval.status === 'pending' && isPendingFor(approval, looker, facts, now);
  return {
    answers,
    approves: answers && mayApprove(approval, looker, facts, now),
    withdraws: whyNotWithdraw(approval, looker.person) === null,
  };
}

function isListed(approval: Approval, { person }: Looker, { answers }: RowRights, { list }: InboxWish): boolean {
  const isPending = approval.status === 'pending';
  switch (list) {
    case 'waiting':
      return answers;
    case 'asked':
      return isPending && isTheirs(approval, person);
    case 'open':
      return isPending;
    case 'decided':
      return !isPending;
  }
}

/** Open approvals stand in the order in which they were asked, decided ones in that of their decisions. */
function sortedBy(approval: Approval): number {
  return approval.status === 'pending' ? approval.askedAt : approval.decision.decidedAt;
}
