import { createHash } from 'node:crypto';
import { isNewerChannelRow, newSummary, readChannelRow, type SummaryCopy } from '../../pace/channel-row.js';
import { pacesOf } from '../../pace/paces.js';
import { maxWaitingWithoutSummary } from '../../pace/summary-due.js';
import type { Row } from '../../ports/approval-store.js';
import type { RunOptions } from '../../runtime/exchange.js';
import type { Runtime, SlackAccess } from '../../runtime/runtime.js';
import { connectionOf } from '../../runtime/slack-connection.js';
import type { DrawnMessage } from '../../slack/card/card.js';
import { wordsOf } from '../../slack/card/messages.js';
import { drawSummary, type SummaryView } from '../../slack/surfaces/summary-card.js';
import { leaseMs } from '../../storage/lease.js';
import { loadOurs } from '../../storage/load.js';
import { changeReserved, type Reserved } from '../../storage/reserved-row.js';
import { cardOf } from '../../views/card-of.js';
import { type Counted, countNeverShown, countWaiting } from './summary-count.js';
import { afterPost, afterUpdate, givenUp, mayPost, over, type Settled, updatesEveryMs } from './summary-outcome.js';

/** What a newer release has written is looked at again after this long. */
const newerWaitsMs = 5 * 60_000;
/** A row that ends every process that takes it up is left alone after so many. */
const maxClaims = 10;
/** A count that is not whole yet goes on after this long. */
const countsOnMs = 1_000;

interface Run {
  readonly app: Runtime;
  readonly slack: SlackAccess;
  readonly channelId: string;
  readonly token: string;
  readonly stopAt: number | null;
}

/**
 * Posts the summary card of a channel in which many cards wait, and keeps it true until none does. The caller has claimed
 * the channel's row under `token`; when this ends, the lease is given back.
 */
export async function runSummary(
  app: Runtime,
  slack: SlackAccess,
  row: Row,
  token: string,
  { stopAt }: RunOptions,
): Promise<void> {
  if (isNewerChannelRow(row)) return await putBack(app, row, app.clock() + newerWaitsMs);
  const { channelId, summary } = readChannelRow(row, '');
  if (channelId === '' || row.claimCount >= maxClaims) {
    app.logger.error('slack-approval: a summary card is given up: its row cannot be read, or ends every process', {
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

/** @returns what is stored with the end of the lease */
async function work(run: Run, summary: SummaryCopy): Promise<Settled> {
  const { app, channelId } = run;
  const counted = await countWaiting(app, run, summary.count);
  const now = app.clock();
  if (counted.type === 'under_way') return { summary: { ...summary, count: counted.count }, dueAt: now + countsOnMs };

  const whole = { ...summary, count: null };
  const { count } = counted.waiting;
  if (count === 0 && summary.ts === null) return over;
  if (summary.ts === null && !mayPost(summary)) return givenUp(whole, now);
  if (summary.ts === null) {
    const freeAt = pacesOf(run.slack).channels.takeNext(channelId, now);
    if (freeAt > now) return { summary: whole, dueAt: freeAt };
  }
  const message = drawSummary(await viewOf(run, whole, counted));
  // on hosts that end with the answer, nothing is started once the time is over
  if (run.stopAt !== null && performance.now() >= run.stopAt) return { summary: whole, dueAt: now };
  return summary.ts === null ? await post(run, whole, message) : await update(run, whole, summary.ts, message, counted);
}

/** The post is counted before it is sent: after a crash it is posted at most once more. */
async function post(run: Run, summary: SummaryCopy, message: DrawnMessage): Promise<Settled> {
  const { app, slack, channelId } = run;
  const trying = { ...summary, unknownPosts: summary.unknownPosts + 1 };
  const now = app.clock();
  const isHeld = await store(run, { summary: trying, dueAt: now + leaseMs }, now + leaseMs);
  if (!isHeld) return { summary: trying, dueAt: now + leaseMs };
  const outcome = await connectionOf(slack).transport.post({ channelId, ...message });
  if (outcome.type === 'retry' && outcome.afterMs !== null)
    pacesOf(slack).channels.hold(channelId, app.clock(), outcome.afterMs);
  return told(run, afterPost(trying, outcome, hashOf(message), app.clock()));
}

async function update(
  run: Run,
  summary: SummaryCopy,
  ts: string,
  message: DrawnMessage,
  { waiting }: Extract<Counted, { type: 'counted' }>,
): Promise<Settled> {
  const { app, slack } = run;
  const [shown, isLast] = [hashOf(message), waiting.count === 0];
  if (shown === summary.shown && !isLast) return { summary, dueAt: app.clock() + updatesEveryMs };
  const freeAt = pacesOf(slack).updates.take(`${run.channelId}:${ts}`, false, app.clock());
  if (freeAt > app.clock()) return { summary, dueAt: freeAt };
  const outcome = await connectionOf(slack).transport.update({
    channelId: summary.postedIn ?? run.channelId,
    ts,
    ...message,
  });
  return told(
    run,
    afterUpdate(summary, outcome, { shown, isLast, isMany: waiting.count > maxWaitingWithoutSummary }, app.clock()),
  );
}

function told({ app, channelId }: Run, settled: Settled): Settled {
  const { summary } = settled;
  if (summary?.problem !== null && summary?.attemptCount === 1)
    app.logger.warn('slack-approval: Slack refuses a summary card; it is tried again within 15 minutes', {
      channelId,
      reason: summary.problem,
    });
  return settled;
}

async function viewOf(
  { app, channelId }: Run,
  { since }: SummaryCopy,
  { waiting, refused, oldestId }: Extract<Counted, { type: 'counted' }>,
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
 * Stores what is known of the summary; everything else in the row stays as others have written it.
 *
 * @param leaseUntil - until when this process keeps the row; null: it gives it back
 * @returns false where another process has the row
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

/** A newer release's row is given back as it is. A process that took over a lease that ran out learns of a message that stands. */
function afterLoss({ app, channelId, token }: Run, before: Row, { summary }: Settled): Reserved | null {
  const { body, dueAt, leaseToken } = before;
  if (isNewerChannelRow(before))
    return leaseToken === token ? { body, dueAt: app.clock() + newerWaitsMs, lease: null } : null;
  const channel = readChannelRow(before, channelId);
  const isNews = summary !== null && summary.ts !== null && channel.summary?.ts === null;
  return isNews ? { body: JSON.stringify({ ...channel, summary }), dueAt, lease: leaseOf(before) } : null;
}

function leaseOf({ leaseToken, leaseUntil }: Row): Reserved['lease'] {
  return leaseToken === null || leaseUntil === null ? null : { token: leaseToken, until: leaseUntil };
}

/** What the message shows is kept as a hash: titles are erased with their approvals. */
function hashOf({ text, blocks }: DrawnMessage): string {
  return createHash('sha256')
    .update(JSON.stringify([text, blocks]))
    .digest('base64url');
}
