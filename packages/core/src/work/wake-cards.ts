import { decide } from '../domain/decide/decide.js';
import { isError } from '../errors.js';
import { nextTurn } from '../runtime/next-turn.js';
import { queueOf, type Runtime, type SlackAccess } from '../runtime/runtime.js';
import { change } from '../storage/change.js';
import { processDue } from './process-due.js';

/** One call wakes the cards of this many records. The others wait for their next attempt. */
const maxRecords = 100;

export interface Wake {
  /** null: cards in every channel. */
  readonly channelId: string | null;
  /** Only cards that have waited for at least this long. */
  readonly waitedMs: number;
}

/** A serverless host freezes after its answer, so the answer waits this long for the posts. */
const worksForMs = 1_500;

/** Posts the cards that wait for a channel, also in a process that does not poll. */
export async function postWaitingCards(runtime: Runtime, slack: SlackAccess, channelId: string): Promise<void> {
  await wakeCards(runtime, { channelId, waitedMs: 0 });
  await processDue(runtime, slack, { untilMs: worksForMs });
}

/** Makes waiting cards due now, so that this process or another one tries them. */
export async function wakeCards(runtime: Runtime, { channelId, waitedMs }: Wake): Promise<void> {
  let left = maxRecords;
  for (const kind of runtime.kinds.keys()) {
    if (left <= 0) return;
    const queue = queueOf(runtime.namespace, kind);
    const { rows } = await runtime.store.list({ queue, attention: 'card_waiting', limit: left });
    left -= rows.length;
    for (const { id } of rows) {
      await nextTurn();
      await wakeOne(runtime, id, { channelId, waitedMs });
    }
  }
}

/** One record that cannot be written keeps none of the others from being woken. */
async function wakeOne(runtime: Runtime, id: string, { channelId, waitedMs }: Wake): Promise<void> {
  try {
    await change(runtime, id, {
      decide: ({ record }, now) => decide({ type: 'wake_card', now, channelId, waitedMs }, record.approval),
      lease: { type: 'leave' },
    });
  } catch (error) {
    runtime.logger.warn('slack-approval: a waiting card could not be woken; it waits for its next attempt', {
      approvalId: id,
      error: isError(error) ? error.message : 'not an Error',
    });
  }
}
