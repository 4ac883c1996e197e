import { decide } from '../domain/decide.js';
import { change } from './change.js';
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
    for (const { id } of rows)
      await change(shell, id, {
        decide: ({ record }, now) => decide({ type: 'wake_card', now, channelId, waitedMs }, record.approval),
        lease: { type: 'leave' },
      });
  }
}
