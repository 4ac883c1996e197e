import type { Runtime } from '../runtime/runtime.js';

/** A process that defines the kind would have done due work by then, even one that runs from a timer. */
const overdueMs = 10 * 60_000;
const lookEveryMs = 60 * 60_000;
const maxRows = 100;

/** Warns of kinds whose work is overdue and that this process does not define either. It reads the newest 100 rows, once per hour. */
export async function warnOfUndefinedKinds({ store, namespace, kinds, clock, log, watch }: Runtime): Promise<void> {
  const now = clock();
  if (watch.nextLookAt > now) return;
  watch.nextLookAt = now + lookEveryMs;
  const prefix = `${namespace}/`;
  const { rows } = await store.list({ limit: maxRows });
  const waiting = rows.filter(({ queue, dueAt }) => {
    const isOurs = queue.startsWith(prefix) && !kinds.has(queue.slice(prefix.length));
    return isOurs && dueAt !== null && dueAt <= now - overdueMs;
  });
  for (const queue of new Set(waiting.map((row) => row.queue))) {
    const kind = queue.slice(prefix.length);
    log.warn('kind_undefined', 'no process works on this kind: define it in one that calls start() or processDue()', {
      kind,
    });
  }
}
