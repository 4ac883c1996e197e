import { decide } from '../domain/decide.js';
import { isError } from '../errors.js';
import { change } from './change.js';
import { nextTurn } from './next-turn.js';
import { processDue } from './process-due.js';
import { queueOf, type Shell, type SlackAccess } from './shell.js';

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
export async function postWaitingCards(shell: Shell, slack: SlackAccess, channelId: string): Promise<void> {
  await wakeCards(shell, { channelId, waitedMs: 0 });
  await processDue(shell, slack, { untilMs: worksForMs });
}

/** Makes waiting cards due now, so that this process or another one tries them. */
export async function wakeCards(shell: Shell, { channelId, waitedMs }: Wake): Promise<void> {
  let left = maxRecords;
  for (const kind of shell.kinds.keys()) {
    if (left <= 0) return;
    const queue = queueOf(shell.namespace, kind);
    const { rows } = await shell.store.list({ queue, attention: 'card_waiting', limit: left });
    left -= rows.length;
    for (const { id } of rows) {
      await nextTurn();
      await wakeOne(shell, id, { channelId, waitedMs });
    }
  }
}

/** One record that cannot be written keeps none of the others from being woken. */
async function wakeOne(shell: Shell, id: string, { channelId, waitedMs }: Wake): Promise<void> {
  try {
    await change(shell, id, {
      decide: ({ record }, now) => decide({ type: 'wake_card', now, channelId, waitedMs }, record.approval),
      lease: { type: 'leave' },
    });
  } catch (error) {
    shell.logger.warn('slack-approval: a waiting card could not be woken; it waits for its next attempt', {
      approvalId: id,
      error: isError(error) ? error.message : 'not an Error',
    });
  }
}
