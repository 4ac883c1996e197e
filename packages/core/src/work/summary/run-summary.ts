import { createHash } from 'node:crypto';
import { type Mentions, noMentions } from '../../domain/policy/mentions.js';
import { wordsOf } from '../../messages/words-of.js';
import { isNewerChannelRow, newSummary, readChannelRow, type SummaryCopy } from '../../pace/channel-row.js';
import { pacesOf } from '../../pace/paces.js';
import { maxWaitingWithoutSummary } from '../../pace/summary-due.js';
import type { Row } from '../../ports/approval-store.js';
import type { Runtime, SlackAccess } from '../../runtime/runtime.js';
import { connectionOf } from '../../runtime/slack-connection.js';
import type { DrawnMessage } from '../../slack/card/card.js';
import { withMentions } from '../../slack/card/mention-line.js';
import { drawSummary, type SummaryView } from '../../slack/surfaces/summary-card.js';
import { leaseMs } from '../../storage/lease.js';
import { loadOurs } from '../../storage/load.js';
import { changeReserved, type Reserved } from '../../storage/reserved-row.js';
import { cardOf } from '../../views/card-of.js';
import { type CountResult, countNeverShown, countWaiting } from './count-waiting.js';
import {
  afterGivingUp,
  afterPost,
  afterUpdate,
  mayPost,
  type Settled,
  summaryOver,
  updateEveryMs,
} from './summary-outcome.js';

/** When to try a row of a newer release again. */
const newerRetryMs = 5 * 60_000;
/** After this many claims without finishing, the row is left alone, as it may crash the processes. */
const maxClaims = 10;
/** When to continue a partial count. */
const nextPassMs = 1_000;

interface Run {
  readonly app: Runtime;
  readonly slack: SlackAccess;
  readonly channelId: string;
  readonly token: string;
  readonly stopAt: number | null;
}

interface ClaimedRow extends Omit<Run, 'channelId'> {
  readonly row: Row;
}

/**
 * Posts the summary card of a channel with many waiting cards, and updates it until no card waits.
 *
 * The caller has claimed the channel's row under `token`. This function gives the lease back.
 */
export async function runSummary({ app, slack, row, token, stopAt }: ClaimedRow): Promise<void> {
  if (isNewerChannelRow(row)) return await putBack(app, row, app.clock() + newerRetryMs);
  const { channelId, summary } = readChannelRow(row, '');
  if (channelId === '' || row.claimCount >= maxClaims) {
    app.log.error('summary_failed', 'a summary card is given up: its row cannot be read or crashes the processes', {
      channelId,
    });
    return await putBack(app, row, null);
  }
  const run: Run = { app, slack, channelId, token, stopAt };
  const settled = await work(run, summary ?? newSummary(app.clock()));
  await store(run, settled, null);
}

async function putBack({ store: rows }: Runtime, row: Row, dueAt: number | null): Promise<void> {
  await rows.put({ ...row, dueAt, leaseToken: null, leaseUntil: null, claimCount: 0 }, row.version);
}

/** @returns what to store when the lease is given back */
async function work(run: Run, summary: SummaryCopy): Promise<Settled> {
  const { app, channelId } = run;
  const result = await countWaiting(app, run, summary.count);
  const now = app.clock();
  if (result.type === 'partial') return { summary: { ...summary, count: result.count }, dueAt: now + nextPassMs };

  const counted = { ...summary, count: null };
  const { count } = result.waiting;
  if (count === 0 && summary.ts === null) return summaryOver;
  if (summary.ts === null && !mayPost(summary)) return afterGivingUp(counted, now);
  if (summary.ts === null) {
    const freeAt = pacesOf(run.slack).channels.takeNext(channelId, now);
    if (freeAt > now) return { summary: counted, dueAt: freeAt };
  }
  const message = drawSummary(await viewOf(run, counted, result));
  // a serverless host may freeze soon, so start nothing after `stopAt`
  if (run.stopAt !== null && performance.now() >= run.stopAt) return { summary: counted, dueAt: now };
  return summary.ts === null
    ? await post(run, counted, message, result.mentions)
    : await update(run, counted, { ts: summary.ts, message, waiting: count });
}

/** The post is counted before it is sent, so that after a crash it is posted at most once more. */
async function post(run: Run, summary: SummaryCopy, message: DrawnMessage, mentions: Mentions): Promise<Settled> {
  const { app, slack, channelId } = run;
  const counted = { ...summary, unknownPosts: summary.unknownPosts + 1 };
  const now = app.clock();
  const isHeld = await store(run, { summary: counted, dueAt: now + leaseMs }, now + leaseMs);
  if (!isHeld) return { summary: counted, dueAt: now + leaseMs };
  const mentioning = withMentions(message, summary.mentioned === true ? noMentions : mentions);
  const outcome = await connectionOf(slack).transport.post({ channelId, ...mentioning });
  if (outcome.type === 'retry' && outcome.afterMs !== null)
    pacesOf(slack).channels.hold(channelId, app.clock(), outcome.afterMs);
  return logRefusal(run, afterPost(counted, outcome, hashOf(message), app.clock()));
}

async function update(
  run: Run,
  summary: SummaryCopy,
  { ts, message, waiting }: { readonly ts: string; readonly message: DrawnMessage; readonly waiting: number },
): Promise<Settled> {
  const { app, slack } = run;
  const [shown, isLast] = [hashOf(message), waiting === 0];
  if (shown === summary.shown && !isLast) return { summary, dueAt: app.clock() + updateEveryMs };
  const freeAt = pacesOf(slack).updates.take(`${run.channelId}:${ts}`, false, app.clock());
  if (freeAt > app.clock()) return { summary, dueAt: freeAt };
  const outcome = await connectionOf(slack).transport.update({
    channelId: summary.postedIn ?? run.channelId,
    ts,
    ...message,
  });
  const isMany = waiting > maxWaitingWithoutSummary;
  return logRefusal(run, afterUpdate(summary, outcome, { shown, isLast, isMany }, app.clock()));
}

/** Logs the first time that Slack refuses the card. @returns `settled` as it is */
function logRefusal({ app, channelId }: Run, settled: Settled): Settled {
  const { summary } = settled;
  if (summary?.problem !== null && summary?.attemptCount === 1)
    app.log.warn('summary_waiting', 'Slack refuses a summary card; it is retried within 15 minutes', {
      channelId,
      reason: summary.problem,
    });
  return settled;
}

async function viewOf(
  { app, channelId }: Run,
  { since }: SummaryCopy,
  { waiting, refused, oldestId }: Extract<CountResult, { type: 'counted' }>,
): Promise<SummaryView> {
  const oldest = oldestId === null ? null : await loadOurs(app, oldestId);
  return {
    namespace: app.namespace,
    words: wordsOf(app.messages),
    waiting,
    refused,
    since,
    neverShown: await countNeverShown(app, channelId, since),
    oldest:
      oldest?.type === 'loaded'
        ? {
            title: cardOf(app, oldest.record).content?.title ?? null,
            askedAt: oldest.record.approval.askedAt,
          }
        : null,
  };
}

/**
 * Stores the summary. Everything else in the row stays as other processes have written it.
 *
 * @param leaseUntil - until when this process keeps the lease; null: it gives the lease back
 * @returns false if another process has the lease
 */
async function store(run: Run, settled: Settled, leaseUntil: number | null): Promise<boolean> {
  const { app, channelId, token } = run;
  let isOurs = true;
  const decide = (before: Row | null): Reserved | null => {
    isOurs = before?.leaseToken === token && !isNewerChannelRow(before);
    if (before === null) return null;
    if (!isOurs) return afterLoss(run, before, settled);
    const { summary, dueAt } = settled;
    const body = JSON.stringify({ ...readChannelRow(before, channelId), summary });
    return { body, dueAt, lease: leaseUntil === null ? null : { token, until: leaseUntil } };
  };
  let isStored = false;
  while (isOurs && !isStored) isStored = await changeReserved(app, 'channel', channelId, decide);
  return isOurs;
}

/** Gives back the row of a newer release as it is. If another process has the lease, tells it which message was posted. */
function afterLoss({ app, channelId, token }: Run, before: Row, { summary }: Settled): Reserved | null {
  const { body, dueAt, leaseToken } = before;
  if (isNewerChannelRow(before))
    return leaseToken === token ? { body, dueAt: app.clock() + newerRetryMs, lease: null } : null;
  const channel = readChannelRow(before, channelId);
  const isNews = summary !== null && summary.ts !== null && channel.summary?.ts === null;
  return isNews ? { body: JSON.stringify({ ...channel, summary }), dueAt, lease: leaseOf(before) } : null;
}

function leaseOf({ leaseToken, leaseUntil }: Row): Reserved['lease'] {
  return leaseToken === null || leaseUntil === null ? null : { token: leaseToken, until: leaseUntil };
}

/** The row keeps only a hash of the message, because titles have to be erased with their approvals. */
function hashOf({ text, blocks }: DrawnMessage): string {
  return createHash('sha256')
    .update(JSON.stringify([text, blocks]))
    .digest('base64url');
}
