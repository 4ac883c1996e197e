import { isTheirs, type Looker, mayAnswer, mayLook } from '../domain/access/may-look.js';
import { wordsOf } from '../messages/words-of.js';
import { factsToShow } from '../people/look-at.js';
import type { ApprovalRecord } from '../record/record.js';
import type { Call } from '../runtime/call.js';
import { inTime } from '../runtime/exchange.js';
import type { Overview } from '../slack/surfaces/overview-rows.js';
import { recordsOf } from '../storage/records-of.js';
import { cardOf } from '../views/card-of.js';
import { isPendingFor, maxPendingRows } from '../votes/pending-for.js';

const maxAsked = 25;

/**
 * Collects what concerns a person, for the command that lists it: of the newest 100 that are pending, and the newest 25 they asked for.
 * It reads no others.
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
    recordsOf(app, { requesterId: looker.person.userId, limit: maxAsked }),
  ]);
  const [pending, mine] = await inTime(exchange, pages);
  const byId = [...pending.records, ...mine.records].map((record) => [record.approval.id, record] as const);
  const records = [...new Map(byId).values()].filter(({ approval }) => approval.status === 'pending');
  const approvals = records.map((record) => record.approval);
  const facts = await factsToShow(call, looker, approvals, mayAnswer);

  const now = app.clock();
  const shown = (wanted: readonly ApprovalRecord[]) => wanted.map((record) => cardOf(app, record));
  const seen = records.filter(({ approval }) => mayLook(approval, looker, facts).answer === 'yes');
  return {
    waiting: shown(seen.filter(({ approval }) => isPendingFor(approval, looker, facts, now))),
    asked: shown(seen.filter(({ approval }) => isTheirs(approval, looker.person))),
    isPartial: pending.isPartial,
    words: wordsOf(app.messages),
  };
}
