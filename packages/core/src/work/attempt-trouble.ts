import { isTrouble, isTroubleOver } from '../domain/decide/outcome/tell-trouble.js';
import type { Trouble } from '../domain/model/approval.js';
import { wordsOf } from '../messages/words-of.js';
import { pacesOf } from '../pace/paces.js';
import type { SlackOutcome } from '../ports/slack-transport.js';
import { partText } from '../record/parts.js';
import type { ApprovalRecord } from '../record/record.js';
import type { SlackAccess } from '../runtime/runtime.js';
import { connectionOf } from '../runtime/slack-connection.js';
import { explainProblem, problemInWords } from '../slack/client/slack-errors.js';
import {
  type CardPlace,
  drawTroubles,
  maxTroubles,
  type TroubleLine,
  troubleLine,
} from '../slack/notices/trouble-message.js';
import { load } from '../storage/load.js';
import { cardOf } from '../views/card-of.js';
import { shownCopy } from '../views/shown-copy.js';
import type { Attempt } from './attempt.js';

/** A message owed to the trouble channel. */
interface TroubleNotice {
  readonly noticeId: number;
  readonly channelId: string;
}

type TroubleOutcome =
  | SlackOutcome<unknown>
  | { readonly type: 'busy'; readonly until: number }
  | { readonly type: 'ok' };

/** Tells the trouble channel, together with the troubles of other approvals that wait for its next minute. */
export async function attemptTrouble(
  attempt: Attempt,
  { noticeId, channelId }: TroubleNotice,
): Promise<TroubleOutcome> {
  const { app, slack, record } = attempt;
  const key = keyOf(record.approval.id, noticeId);
  const outcome = await pacesOf(slack).troubles.tell(channelId, key, app.clock(), (keys) =>
    post(attempt, { noticeId, channelId }, keys),
  );
  if (isRefused(outcome)) logRefusal(attempt, channelId, outcome.reason);
  return outcome;
}

async function post(
  attempt: Attempt,
  { noticeId, channelId }: TroubleNotice,
  keys: readonly string[],
): Promise<SlackOutcome<unknown> | { readonly type: 'busy'; readonly until: number }> {
  const { app, slack, record } = attempt;
  const now = app.clock();
  const work = { type: 'notice', noticeId } as const;
  const freeAt = pacesOf(slack).channels.take({ channelId, approvalId: record.approval.id, work }, now);
  if (freeAt > now) return { type: 'busy', until: freeAt };
  const shown = keys.slice(0, maxTroubles);
  const lines = await Promise.all(shown.map((key) => drawNow(attempt, key)));
  const message = drawTroubles(
    wordsOf(app.messages),
    lines.filter((line) => line !== null),
    keys.length - shown.length,
  );
  return await connectionOf(slack).transport.post({ ...message, channelId });
}

const keyOf = (approvalId: string, noticeId: number): string => `${approvalId} ${noticeId}`;

/** Draws a trouble from its record as it is now. @returns null if it is over, or was told by another process */
async function drawNow(attempt: Attempt, key: string): Promise<TroubleLine | null> {
  const { app, slack } = attempt;
  const [id = '', number] = key.split(' ');
  const record = id === attempt.record.approval.id ? attempt.record : await recordOf(attempt, id);
  const topic = record?.approval.work.notices.find(({ noticeId }) => noticeId === Number(number))?.topic;
  if (record === null || topic === undefined || !isTrouble(topic) || isTroubleOver(topic, record.approval)) return null;
  return troubleLine(cardOf(app, record), topic, whyOf(app, record, topic), await placeOfCard(slack, record));
}

async function recordOf({ app }: Attempt, id: string): Promise<ApprovalRecord | null> {
  const found = await load(app.store, id);
  return found.type === 'loaded' ? found.record : null;
}

/** Why it happened: the receiver's reason, the report of the step, or Slack's refusal. */
function whyOf({ messages }: Attempt['app'], { approval, parts }: ApprovalRecord, topic: Trouble): string | null {
  if (topic.type === 'delivery_dead') return approval.status === 'pending' ? null : approval.delivery.reason;
  if (topic.type === 'step_failed') {
    const step = approval.status === 'pending' ? undefined : approval.progress.find((one) => one.step === topic.step);
    return step === undefined ? null : partText(parts, step.detailRef);
  }
  const problem =
    topic.type === 'card_waiting' ? approval.work.copies.find((copy) => copy.problem !== null)?.problem : null;
  return problem ? problemInWords(wordsOf(messages), problem.code) : null;
}

/** The first copy that people can see. Its channel is named without a link if Slack gives none. */
async function placeOfCard(slack: SlackAccess, record: ApprovalRecord): Promise<CardPlace | null> {
  const copy = shownCopy(record);
  if (copy === null) return null;
  const found = await connectionOf(slack).transport.permalink(copy.channelId, copy.ts);
  return { channelId: copy.channelId, url: found.type === 'ok' ? found.value : null };
}

function isRefused(
  outcome: TroubleOutcome,
): outcome is Extract<SlackOutcome<never>, { type: 'waiting' | 'gone' | 'unfit' }> {
  return outcome.type === 'waiting' || outcome.type === 'gone' || outcome.type === 'unfit';
}

function logRefusal({ app }: Attempt, channelId: string, reason: string): void {
  const heldBack = app.everyMinute(`trouble_not_told ${channelId}`);
  if (heldBack === null) return;
  const remedy = explainProblem(reason);
  app.log.error('trouble_not_told', 'Slack refuses a message to the trouble channel', {
    channelId,
    reason,
    remedy,
    ...heldBack,
  });
}
