import { type Check, type CheckResult, notChecked, ok, wrong } from '../doctor/check.js';
import { inspectPostgres } from '../stores/inspect-postgres.js';
import { inspectSqlite } from '../stores/inspect-sqlite.js';
import { inspectTables } from '../stores/inspect-tables.js';
import type { InspectStore, ServerFindings, StoreFindings } from '../stores/store-findings.js';
import { type StoreName, storeOfUrl } from '../stores/store-of-url.js';
import { compareClock, leaseMarginMs, type ReferenceClock, referenceClock } from './compare-clock.js';

/** A running worker claims due work within seconds, or with its next timer. After this long, no worker is running. */
const overdueAfterMs = 10 * 60_000;
/** The store on PostgreSQL gives up after this time, whatever the timeouts of its pool are. */
const storeTimeoutMs = 2_000;

const inspectors: Readonly<Record<StoreName, InspectStore>> = {
  SQLite: inspectSqlite,
  PostgreSQL: inspectPostgres,
  'Azure Tables': inspectTables,
};

/** Whether the store exists and matches this release, and whether approvals in it need attention. Read-only. */
export const store: Check = {
  id: 'store',
  title: 'store',
  async run(environment, ports) {
    const { DATABASE_URL: url } = environment;
    if (url === undefined) return notChecked('store_unset', 'DATABASE_URL is not set.');
    const name = storeOfUrl(url);
    if (name === null)
      return wrong(
        'store_url_invalid',
        'DATABASE_URL has an unknown format.',
        'Use file:<path>, postgres://…, or a connection string of Azure Tables.',
      );
    const found = await inspectors[name](url, ports);
    if ('status' in found) return found;
    const reference = await referenceClock(environment, ports);
    return [
      ok('store_ok', `${name} answers, and its schema matches this release.`),
      ...(found.server === null ? [] : serverResults(name, found.server, reference)),
      ...resultsOf(found, ports.now()),
    ];
  },
};

function serverResults(
  name: string,
  { slowestMs, aheadMs }: ServerFindings,
  reference: ReferenceClock,
): readonly CheckResult[] {
  const effect = 'a process on that machine would do work twice';
  const limits = [{ code: 'clock_off', overMs: leaseMarginMs, effect }];
  const clock = compareClock({ owner: 'the database', aheadMs, limits }, reference);
  const slow = wrong(
    'store_slow',
    `${name} took ${(slowestMs / 1_000).toFixed(1)} s to connect or to answer. The store gives up after ${storeTimeoutMs / 1_000} s, and the click fails.`,
    'Find what slows the database or the network down, or move the app closer to the database.',
  );
  return [...(slowestMs > storeTimeoutMs ? [slow] : []), ...(clock === null ? [] : [clock])];
}

function resultsOf(findings: StoreFindings, now: number): readonly CheckResult[] {
  const hints = findings.isPartial ? ['Only the newest 1,000 approvals were examined.'] : [];
  return [dueResult(findings, now, hints), ...findings.attention.map(attentionResult)];
}

function dueResult({ due }: StoreFindings, now: number, hints: readonly string[]): CheckResult {
  const overdue = due.filter(({ oldestAt }) => now - oldestAt > overdueAfterMs);
  const names = overdue.map(
    ({ queue, count, oldestAt }) => `${nameOf(queue)} (${count}, the oldest for ${formatAge(now - oldestAt)})`,
  );
  if (overdue.length > 0)
    return wrong(
      'store_overdue',
      `No worker processes ${names.join(', ')}.`,
      'Run a process that has a Slack token, defines these kinds in this namespace, and calls start(), or processDue() every minute.',
      ...hints,
    );
  const count = due.reduce((sum, one) => sum + one.count, 0);
  return ok('store_work_done', count === 0 ? 'Nothing is due.' : `${count} are due, none of them overdue.`, ...hints);
}

/** `<namespace>/<kind>`. */
const nameOf = (queue: string) =>
  /^[a-z0-9-]{1,40}\/[a-z0-9-]{1,40}$/.test(queue) ? queue : 'a queue with an unknown name';

const formatAge = (ms: number): string => {
  const minutes = Math.floor(ms / 60_000);
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h`;
};

const reasons: Readonly<Record<string, readonly [code: string, state: string, mend: string]>> = {
  delivery_dead: [
    'store_delivery_dead',
    'decided but not delivered',
    'Fix the receiver, then press Retry delivery on the card or call redeliver(id).',
  ],
  never_shown: [
    'store_never_shown',
    'expired without ever being shown: no card could be posted in time',
    'list({ attention: true }) shows them and the cause. Fix it and ask again; erase(id) removes them from this report.',
  ],
  card_waiting: [
    'store_card_waiting',
    'waiting for a channel that Slack refuses; retried every 15 minutes',
    'Fix the cause that list({ attention: true }) shows. Call repost(id) to retry at once.',
  ],
  card_failed: [
    'store_card_failed',
    'without a card: posting it failed permanently',
    'Fix the cause that list({ attention: true }) shows, then call repost(id).',
  ],
  stuck: [
    'store_stuck',
    'stuck after ten attempts that did not finish',
    'See the log for what ends the process; list({ attention: true }) shows them. Then call repost(id), or redeliver(id) after a decision.',
  ],
  corrupt: [
    'store_corrupt',
    'unreadable',
    'Restore the rows from a backup; list({ attention: true }) and the log show them.',
  ],
};

function attentionResult({ reason, count }: StoreFindings['attention'][number]): CheckResult {
  const [code, state, mend] = reasons[reason] ?? [
    'store_attention',
    'in need of attention',
    'list({ attention: true }) shows them.',
  ];
  return wrong(code, `${count} ${count === 1 ? 'is' : 'are'} ${state}.`, mend);
}
