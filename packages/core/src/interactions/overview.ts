import { isTheirs, type Looker, mayAnswer, mayLook, type Sight } from '../domain/access/may-look.js';
import type { Approval } from '../domain/model/approval.js';
import type { Facts } from '../domain/model/policy.js';
import { wordsOf } from '../messages/words-of.js';
import { factsToShow } from '../people/look-at.js';
import type { ApprovalRecord } from '../record/record.js';
import type { Call } from '../runtime/call.js';
import { inTime } from '../runtime/exchange.js';
import type { Overview } from '../slack/surfaces/overview-rows.js';
import { recordsOf } from '../storage/records-of.js';
import { cardOf } from '../views/card-of.js';
import { isPendingFor, maxPendingRows } from '../votes/pending-for.js';

/** It reads one page of each list, at most 165 rows in total, however large the store is. */
const maxRows = { askedByOne: 25, ofEachOutcome: 10 } as const;
const outcomes = ['approved', 'rejected', 'expired', 'withdrawn'] as const;

/**
 * Collects the approvals that concern a person: of the newest 100 that are pending, the newest 25 they asked for, and the newest
 * 10 of each outcome. It reads no others.
 *
 * @throws {SlackApprovalError} store_timeout — the store did not answer in time
 */
export async function overviewOf(
  call: Pick<Call<unknown>, 'app' | 'slack' | 'exchange'>,
  looker: Looker,
): Promise<Overview> {
  const { app, exchange } = call;
  const pages = Promise.all([
    recordsOf(app, { status: 'pending', limit: maxPendingRows }),
    recordsOf(app, { requesterId: looker.person.userId, limit: maxRows.askedByOne }),
    ...outcomes.map((status) => recordsOf(app, { status, limit: maxRows.ofEachOutcome })),
  ]);
  const [pending, mine, ...over] = await inTime(exchange, pages);
  const byId = [pending, mine, ...over].flatMap((page) =>
    page.records.map((record) => [record.approval.id, record] as const),
  );
  const records = [...new Map(byId).values()];
  const approvals = records.map((record) => record.approval);
  const facts = await factsToShow(call, looker, approvals, question);

  const now = app.clock();
  const shown = (wanted: readonly ApprovalRecord[]) => wanted.map((record) => cardOf(app, record));
  const seen = records.filter(({ approval }) => mayLook(approval, looker, facts).answer === 'yes');
  return {
    waiting: shown(seen.filter(({ approval }) => isPendingFor(approval, looker, facts, now))),
    asked: shown(seen.filter(({ approval }) => approval.status === 'pending' && isTheirs(approval, looker.person))),
    decided: shown(seen.filter(({ approval }) => approval.status !== 'pending').sort(lastDecidedFirst)),
    isPartial: pending.isPartial,
    words: wordsOf(app.messages),
  };
}

function question(approval: Approval, looker: Looker, facts: Facts): Sight {
  return approval.status === 'pending' ? mayAnswer(approval, looker, facts) : mayLook(approval, looker, facts);
}

function lastDecidedFirst(one: ApprovalRecord, other: ApprovalRecord): number {
  return decidedAt(other.approval) - decidedAt(one.approval);
}

function decidedAt(approval: Approval): number {
  return approval.status === 'pending' ? 0 : approval.decision.decidedAt;
}
