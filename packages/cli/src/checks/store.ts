import { type Check, type CheckResult, notChecked, ok, wrong } from '../doctor/check.js';
import { lookIntoPostgres } from '../stores/look-into-postgres.js';
import { lookIntoSqlite } from '../stores/look-into-sqlite.js';
import { lookIntoTables } from '../stores/look-into-tables.js';
import type { LookInto, StoreLook } from '../stores/store-look.js';

/** Whoever defines a kind takes up what is due within seconds, or with its next timer: after this long nobody does. */
const nobodyAfterMs = 10 * 60_000;

const kinds: readonly (readonly [form: RegExp, name: string, look: LookInto])[] = [
  [/^file:./, 'SQLite', lookIntoSqlite],
  [/^postgres(?:ql)?:\/\//, 'PostgreSQL', lookIntoPostgres],
  [/^https:\/\/|(?:^|;)(?:AccountName|TableEndpoint|UseDevelopmentStorage)=/i, 'Azure Tables', lookIntoTables],
];

/** Whether the store is there and of this release, and whether anything in it waits in vain. It is only read. */
export const store: Check = {
  id: 'store',
  title: 'store',
  async run({ DATABASE_URL: url }, ports) {
    if (url === undefined) return notChecked('store_unset', 'DATABASE_URL is not set.');
    const [, name, look] = kinds.find(([form]) => form.test(url)) ?? [];
    if (name === undefined || look === undefined)
      return wrong(
        'store_url_invalid',
        'DATABASE_URL is of no form that is known.',
        'Write file: and a path, postgres://…, or the connection string of Azure Tables.',
      );
    const found = await look(url, ports);
    return 'status' in found
      ? found
      : [ok('store_ok', `${name} answers, and is of this release.`), ...linesOf(found, ports.now())];
  },
};

function linesOf(look: StoreLook, now: number): readonly CheckResult[] {
  const partly = look.isPartial ? ['Only the newest 1,000 approvals were looked at.'] : [];
  return [dueLine(look, now, partly), ...look.attention.map(attentionLine)];
}

function dueLine({ due }: StoreLook, now: number, hints: readonly string[]): CheckResult {
  const late = due.filter(({ oldestAt }) => now - oldestAt > nobodyAfterMs);
  const names = late.map(
    ({ queue, count, oldestAt }) => `${nameOf(queue)} (${count}, the oldest since ${minutes(now - oldestAt)})`,
  );
  if (late.length > 0)
    return wrong(
      'store_overdue',
      `Nobody works on ${names.join(', ')}.`,
      'Run a process that has a Slack token, defines these kinds in this namespace, and calls start() or, every minute, processDue().',
      ...hints,
    );
  const count = due.reduce((sum, one) => sum + one.count, 0);
  return ok('store_work_done', count === 0 ? 'Nothing is due.' : `${count} are due, none for long.`, ...hints);
}

/** `<namespace>/<kind>`. */
const nameOf = (queue: string) =>
  /^[a-z0-9-]{1,40}\/[a-z0-9-]{1,40}$/.test(queue) ? queue : 'a queue of another form';

const minutes = (ms: number): string => {
  const all = Math.floor(ms / 60_000);
  return all < 120 ? `${all} min` : `${Math.floor(all / 60)} h`;
};

const reasons: Readonly<Record<string, readonly [code: string, is: string, mend: string]>> = {
  delivery_dead: [
    'store_delivery_dead',
    'decided, but could not be delivered',
    'Mend the receiver, then press Retry delivery on the card or call redeliver(id).',
  ],
  never_shown: [
    'store_never_shown',
    'over without an answer: their time ended before a card could be posted',
    'list({ attention: true }) names them and the cause. Mend it and ask again; erase(id) ends the line.',
  ],
  card_waiting: [
    'store_card_waiting',
    'not shown in a channel that Slack refuses; it is tried again every 15 minutes',
    'Mend the cause that list({ attention: true }) names, or call repost(id) once it is mended.',
  ],
  card_failed: [
    'store_card_failed',
    'not shown, and given up',
    'Mend the cause that list({ attention: true }) names, then call repost(id).',
  ],
  stuck: [
    'store_stuck',
    'set aside after ten attempts that all ended in the middle',
    'See the log for what ends the process; list({ attention: true }) names them. Then call repost(id), or redeliver(id) after a decision.',
  ],
  corrupt: [
    'store_corrupt',
    'no record that can be read',
    'Bring the rows back from a backup; list({ attention: true }) and the log name them.',
  ],
};

function attentionLine({ reason, count }: StoreLook['attention'][number]): CheckResult {
  const [code, is, mend] = reasons[reason] ?? [
    'store_attention',
    'in need of attention',
    'list({ attention: true }) names them.',
  ];
  return wrong(code, `${count} ${count === 1 ? 'is' : 'are'} ${is}.`, mend);
}
