import type { Runtime } from '../runtime/runtime.js';

/** Whoever defines a kind takes up what is due within seconds, or with its next timer: after this long nobody does. */
const nobodyAfterMs = 10 * 60_000;
const looksEveryMs = 60 * 60_000;
const maxRows = 100;

/** Warns of kinds that have been due for a while and that this process does not define either. Looks once an hour, at the newest rows. */
export async function warnOfUndefinedKinds({ store, namespace, kinds, clock, logger, watch }: Runtime): Promise<void> {
  const now = clock();
  if (watch.nextLookAt > now) return;
  watch.nextLookAt = now + looksEveryMs;
  const prefix = `${namespace}/`;
  const { rows } = await store.list({ limit: maxRows });
  const waiting = rows.filter(({ queue, dueAt }) => {
    const isOurs = queue.startsWith(prefix) && !kinds.has(queue.slice(prefix.length));
    return isOurs && dueAt !== null && dueAt <= now - nobodyAfterMs;
  });
  for (const queue of new Set(waiting.map((row) => row.queue))) {
    const kind = queue.slice(prefix.length);
    logger.warn('slack-approval: no process works on this kind: define it in one that calls start() or processDue()', {
      kind,
    });
  }
}
