import { hasAnswered, type Looker, mayAnswer, mayLook, type Sight } from '../domain/access/may-look.js';
import type { Approval } from '../domain/model/approval.js';
import type { Facts } from '../domain/model/policy.js';
import { isInTime } from '../domain/time/schedule.js';
import { factsToShow, timeLeft } from '../people/look.js';
import type { RowQuery } from '../ports/approval-store.js';
import type { ApprovalRecord } from '../record/record.js';
import { within } from '../runtime/deadline.js';
import type { Exchange } from '../runtime/exchange.js';
import type { Runtime, SlackAccess } from '../runtime/runtime.js';
import type { Overview } from '../slack/surfaces/overview-rows.js';
import { readRow } from '../storage/load.js';
import { cardOf } from '../views/card-of.js';

/** One page of each list is read, whatever the store holds: 165 rows at most. */
export const maxRows = { pending: 100, askedByOne: 25, ofEachOutcome: 10 } as const;
const outcomes = ['approved', 'rejected', 'expired', 'withdrawn'] as const;

/**
 * What a person has to do with approvals, of the newest 100 that are open, the newest 25 they asked for,
 * and the newest 10 of each outcome. Everything else is not looked at.
 *
 * @throws {SlackApprovalError} store_timeout — the store did not answer in time
 */
export async function overviewOf(
  runtime: Runtime,
  slack: SlackAccess,
  looker: Looker,
  exchange: Exchange,
): Promise<Overview> {
  const pages = Promise.all([
    pageOf(runtime, { status: 'pending', limit: maxRows.pending }),
    pageOf(runtime, { requesterId: looker.person.userId, limit: maxRows.askedByOne }),
    ...outcomes.map((status) => pageOf(runtime, { status, limit: maxRows.ofEachOutcome })),
  ]);
  const [pending, mine, ...over] = await within(pages, timeLeft(exchange), 'The store');
  const records = [...new Map([pending, mine, ...over].flatMap((page) => page.records)).values()];
  const approvals = records.map((record) => record.approval);
  const facts = await factsToShow(slack, looker, approvals, question, exchange);

  const now = runtime.clock();
  const shown = (wanted: readonly ApprovalRecord[]) => wanted.map((record) => cardOf(runtime, record));
  const seen = records.filter(({ approval }) => mayLook(approval, looker, facts).answer === 'yes');
  return {
    waiting: shown(seen.filter(({ approval }) => isWaiting(approval, looker, facts, now))),
    asked: shown(seen.filter(({ approval }) => approval.status === 'pending' && isMine(approval, looker))),
    decided: shown(seen.filter(({ approval }) => approval.status !== 'pending').sort(lastDecidedFirst)),
    isPartial: pending.isPartial,
  };
}

interface Page {
  readonly records: readonly (readonly [id: string, record: ApprovalRecord])[];
  readonly isPartial: boolean;
}

/** Two namespaces may share a store, and a row that can't be read is shown by nobody. */
export async function pageOf(runtime: Runtime, query: RowQuery): Promise<Page> {
  const { rows, next } = await runtime.store.list(query);
  const records = rows.flatMap((row) => {
    const read = row.queue.startsWith(`${runtime.namespace}/`) ? readRow(row) : null;
    return read?.type === 'loaded' ? [[row.id, read.record] as const] : [];
  });
  return { records, isPartial: next !== null };
}

function question(approval: Approval, looker: Looker, facts: Facts): Sight {
  return approval.status === 'pending' ? mayAnswer(approval, looker, facts) : mayLook(approval, looker, facts);
}

export function isWaiting(approval: Approval, looker: Looker, facts: Facts, now: number): boolean {
  if (approval.status !== 'pending' || !isInTime(approval, now) || hasAnswered(approval, looker.person)) return false;
  return mayAnswer(approval, looker, facts).answer === 'yes';
}

function isMine({ requester }: Approval, { person }: Looker): boolean {
  return typeof requester !== 'string' && requester.userId === person.userId;
}

function lastDecidedFirst(one: ApprovalRecord, other: ApprovalRecord): number {
  return decidedAt(other.approval) - decidedAt(one.approval);
}

function decidedAt(approval: Approval): number {
  return approval.status === 'pending' ? 0 : approval.decision.decidedAt;
}
