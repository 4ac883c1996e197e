import { createHash } from 'node:crypto';
import type { Row } from '../ports/approval-store.js';
import type { DrawnMessage } from '../slack/card.js';
import { drawSummary, type SummaryView } from '../slack/summary-card.js';
import { wordsOf } from '../slack/words.js';
import { cardOf } from './card-of.js';
import { isNewerChannelRow, newSummary, readChannelRow, type SummaryCopy } from './channel-row.js';
import { leaseMs } from './lease.js';
import { loadOurs } from './load.js';
import { pacesOf } from './pace/pace-of.js';
import { changeReserved, type Reserved } from './reserved-row.js';
import type { RunOptions } from './run-owed.js';
import type { Shell, SlackAccess } from './shell.js';
import { type Counted, countNeverShown, countWaiting } from './summary-count.js';
import { manyWaiting } from './summary-due.js';
import { afterPost, afterUpdate, givenUp, mayPost, over, type Settled, updatesEveryMs } from './summary-outcome.js';

/** What a newer release has written is looked at again after this long. */
const newerWaitsMs = 5 * 60_000;
/** A row that ends every process that takes it up is left alone after so many. */
const maxClaims = 10;
/** A count that is not whole yet goes on after this long. */
const countsOnMs = 1_000;

interface Run {
  readonly shell: Shell;
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
  shell: Shell,
  slack: SlackAccess,
  row: Row,
  token: string,
  { stopAt }: RunOptions,
): Promise<void> {
  if (isNewerChannelRow(row)) return await putBack(shell, row, shell.clock() + newerWaitsMs);
  const { channelId, summary } = readChannelRow(row, '');
  if (channelId === '' || row.claimCount >= maxClaims) {
    shell.logger.error('slack-approval: a summary card is given up: its row cannot be read, or ends every process', {
      channelId,
    });
    return await putBack(shell, row, null);
  }
  const run: Run = { shell, slack, channelId, token, stopAt };
  const settled = await work(run, summary ?? newSummary(shell.clock()));
  await store(run, settled, null);
}

async function putBack({ store: rows }: Shell, row: Row, dueAt: number | null): Promise<void> {
  await rows.put({ ...row, dueAt, leaseToken: null, leaseUntil: null, claimCount: 0 }, row.version);
}

/** @returns what is stored with the end of the lease */
async function work(run: Run, summary: SummaryCopy): Promise<Settled> {
  const { shell, channelId } = run;
  const counted = await countWaiting(shell, run, summary.count);
  const now = shell.clock();
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
  const { shell, slack, channelId } = run;
  const trying = { ...summary, unknownPosts: summary.unknownPosts + 1 };
  const now = shell.clock();
  const isHeld = await store(run, { summary: trying, dueAt: now + leaseMs }, now + leaseMs);
  if (!isHeld) return { summary: trying, dueAt: now + leaseMs };
  const outcome = await slack.transport.post({ channelId, ...message });
  if (outcome.type === 'retry' && outcome.afterMs !== null)
    pacesOf(slack).channels.hold(channelId, shell.clock(), outcome.afterMs);
  return told(run, afterPost(trying, outcome, hashOf(message), shell.clock()));
}

async function update(
  run: Run,
  summary: SummaryCopy,
  ts: string,
  message: DrawnMessage,
  { waiting }: Extract<Counted, { type: 'counted' }>,
): Promise<Settled> {
  const { shell, slack } = run;
  const [shown, isLast] = [hashOf(message), waiting.count === 0];
  if (shown === summary.shown && !isLast) return { summary, dueAt: shell.clock() + updatesEveryMs };
  const freeAt = pacesOf(slack).updates.take(`${run.channelId}:${ts}`, false, shell.clock());
  if (freeAt > shell.clock()) return { summary, dueAt: freeAt };
  const outcome = await slack.transport.update({ channelId: summary.postedIn ?? run.channelId, ts, ...message });
  return told(
    run,
    afterUpdate(summary, outcome, { shown, isLast, isMany: waiting.count > manyWaiting }, shell.clock()),
  );
}

function told({ shell, channelId }: Run, settled: Settled): Settled {
  const { summary } = settled;
  if (summary?.problem !== null && summary?.attemptCount === 1)
    shell.logger.warn('slack-approval: Slack refuses a summary card; it is tried again within 15 minutes', {
      channelId,
      reason: summary.problem,
    });
  return settled;
}

async function viewOf(
  { shell, channelId }: Run,
  { since }: SummaryCopy,
  { waiting, refused, oldestId }: Extract<Counted, { type: 'counted' }>,
): Promise<SummaryView> {
  const oldest = oldestId === null ? null : await loadOurs(shell, oldestId);
  return {
    namespace: shell.namespace,
    words: wordsOf(shell.messages),
    waiting,
    refused,
    since,
    neverShown: await countNeverShown(shell, channelId, since),
    oldest:
      oldest?.type === 'loaded'
        ? {
            title: cardOf(shell, oldest.record).content?.title ?? null,
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
  const { shell, channelId, token } = run;
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
  while (isOurs && !isStored) isStored = await changeReserved(shell, 'channel', channelId, decide);
  return isOurs;
}

/** A newer release's row is given back as it is. A process that took over a lease that ran out learns of a message that stands. */
function afterLoss({ shell, channelId, token }: Run, before: Row, { summary }: Settled): Reserved | null {
  const { body, dueAt, leaseToken } = before;
  if (isNewerChannelRow(before))
    return leaseToken === token ? { body, dueAt: shell.clock() + newerWaitsMs, lease: null } : null;
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
