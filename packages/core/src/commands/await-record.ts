import { setTimeout as sleep } from 'node:timers/promises';
import { SlackApprovalError } from '../errors.js';
import type { LoadResult } from '../record/loaded.js';
import type { ApprovalRecord } from '../record/record.js';
import type { Runtime } from '../runtime/runtime.js';
import { loadOurs } from '../storage/load.js';

const firstPauseMs = 50;
const maxPauseMs = 1_000;

/** How long to wait. */
export interface Patience {
  /** In real time; null: without limit. */
  readonly timeoutMs: number | null;
  /** Ends the wait with `aborted`. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads an approval again and again, until `read` returns something. A record of a newer release is waited for as well.
 *
 * @returns null if the time is over
 * @throws {SlackApprovalError} not_found, record_corrupt — there is no such approval, or it cannot be read
 * @throws {SlackApprovalError} aborted — the signal was aborted, or this process stops
 */
export async function awaitRecord<Value>(
  app: Runtime,
  id: string,
  read: (record: ApprovalRecord) => Value | null,
  patience: Patience & { readonly timeoutMs: null },
): Promise<Value>;
export async function awaitRecord<Value>(
  app: Runtime,
  id: string,
  read: (record: ApprovalRecord) => Value | null,
  patience: Patience,
): Promise<Value | null>;
export async function awaitRecord<Value>(
  app: Runtime,
  id: string,
  read: (record: ApprovalRecord) => Value | null,
  { timeoutMs, signal }: Patience,
): Promise<Value | null> {
  const end = timeoutMs === null ? Number.POSITIVE_INFINITY : performance.now() + timeoutMs;
  const wait = beginWait(app, signal);
  try {
    for (let pause = firstPauseMs; ; pause = Math.min(pause * 2, maxPauseMs)) {
      wait.throwIfEnded();
      const record = recordIn(await loadOurs(app, id));
      const value = record === null ? null : read(record);
      const left = end - performance.now();
      if (value !== null || left <= 0) return value;
      await wait.pause(Math.min(pause, left));
    }
  } finally {
    wait.end();
  }
}

/** @returns null if a newer release wrote it */
function recordIn(found: LoadResult): ApprovalRecord | null {
  switch (found.type) {
    case 'loaded':
      return found.record;
    case 'newer':
      return null;
    case 'corrupt':
      throw new SlackApprovalError('record_corrupt', 'The stored approval cannot be read; see the log.');
    case 'missing':
      throw new SlackApprovalError('not_found', 'There is no approval with this id.');
  }
}

/** One wait, which the caller's signal or `stop` can end. */
function beginWait({ waiting, watch }: Runtime, signal: AbortSignal | undefined) {
  const ended = new AbortController();
  const abort = (): void => ended.abort();
  if (signal?.aborted === true || watch.isStopping) abort();
  waiting.add(abort);
  signal?.addEventListener('abort', abort, { once: true });
  return {
    throwIfEnded() {
      if (!ended.signal.aborted) return;
      throw new SlackApprovalError(
        'aborted',
        'Waiting has ended and the question is still open: ask again under the same key to go on.',
        { cause: signal?.reason },
      );
    },
    /** Ends early if the wait is over. */
    async pause(ms: number) {
      // it is rejected only by the signal, which the next round looks at
      await sleep(ms, undefined, { signal: ended.signal }).catch(() => undefined);
    },
    end() {
      waiting.delete(abort);
      signal?.removeEventListener('abort', abort);
    },
  };
}
