import { decide } from '../domain/decide/decide.js';
import { applyChange } from '../record/apply-change.js';
import { queueOf, type Runtime, type SlackAccess } from '../runtime/runtime.js';
import { slackCalls } from '../runtime/slack-timeline.js';
import { nextTurn } from '../runtime/turns.js';
import { commit } from '../storage/commit.js';
import { processDue } from './process-due.js';

/** The maximum number of records per call. Other cards wait for their next attempt. */
const maxRecords = 100;

/** Which waiting cards to wake. */
export interface Wake {
  /** null: cards in every channel. */
  readonly channelId: string | null;
  /** Only cards that have waited for at least this long. */
  readonly waitedMs: number;
}

/** Posts the cards that wait for a channel. The response waits for it, as serverless hosts freeze after the response. */
export async function postWaitingCards(app: Runtime, slack: SlackAccess, channelId: string): Promise<void> {
  await wakeCards(app, { channelId, waitedMs: 0 });
  await processDue(app, slack, { forMs: slackCalls.postWaitingCardsMs });
}

/** Makes waiting cards due now, so that any process retries them. */
export async function wakeCards(app: Runtime, { channelId, waitedMs }: Wake): Promise<void> {
  let left = maxRecords;
  for (const kind of app.kinds.keys()) {
    if (left <= 0) return;
    const queue = queueOf(app.namespace, kind);
    const { rows } = await app.store.list({ queue, attention: 'card_waiting', limit: left });
    left -= rows.length;
    for (const { id } of rows) {
      await nextTurn();
      await wakeOne(app, id, { channelId, waitedMs });
    }
  }
}

/** An error with one record must not stop the others. */
async function wakeOne(app: Runtime, id: string, { channelId, waitedMs }: Wake): Promise<void> {
  try {
    await commit(app, id, {
      apply: applyChange,
      decide: ({ record }, now) => decide({ type: 'wake_card', now, channelId, waitedMs }, record.approval),
      lease: { type: 'leave' },
    });
  } catch (error) {
    app.log.warn('card_not_woken', 'a waiting card could not be woken; it waits for its next attempt', {
      approvalId: id,
      error,
    });
  }
}
