import { decide } from '../domain/decide.js';
import { change } from './change.js';
import { processDue } from './process-due.js';
import { queueOf, type Shell, type SlackAccess } from './shell.js';

/** One call looks at this many records at most: what is left has its own next attempt. */
const maxRecords = 100;

export interface Wake {
  /** null: cards in every channel. */
  readonly channelId: string | null;
  /** Only cards that have waited for so long. */
  readonly waitedMs: number;
}

/** Hosts that end with the answer wait for the work this long. */
const worksForMs = 1_500;

/** Posts the cards that wait for a channel, also where no worker is running. */
export async function postWaitingCards(shell: Shell, slack: SlackAccess, channelId: string): Promise<void> {
  await wakeCards(shell, { channelId, waitedMs: 0 });
  await processDue(shell, slack, { untilMs: worksForMs });
}

/** Has the cards that wait for a cause to be mended tried now: this process or another one claims them. */
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
