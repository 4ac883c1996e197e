import type { Trouble } from '../domain/model/approval.js';
import { pacesOf } from '../pace/paces.js';
import type { SlackOutcome } from '../ports/slack-transport.js';
import { partText } from '../record/parts.js';
import { connectionOf } from '../runtime/slack-connection.js';
import { type CardPlace, drawTroubles, type TroubleLine, troubleLine } from '../slack/card/trouble-message.js';
import { explainProblem } from '../slack/client/slack-errors.js';
import { cardOf } from '../views/card-of.js';
import type { Attempt } from './attempt.js';

/** A message owed to the trouble channel. */
interface TroubleNotice {
  readonly noticeId: number;
  readonly channelId: string;
  readonly topic: Trouble;
}

type TroubleOutcome =
  | SlackOutcome<unknown>
  | { readonly type: 'busy'; readonly until: number }
  | { readonly type: 'ok' };

/** Tells the trouble channel, together with the troubles of other approvals that wait for its next minute. */
export async function attemptTrouble(attempt: Attempt, notice: TroubleNotice): Promise<TroubleOutcome> {
  const { app, slack, record } = attempt;
  const now = app.clock();
  const key = `${record.approval.id} ${notice.noticeId}`;
  const { channelId, topic } = notice;
  const draw = async () => troubleLine(cardOf(app, record), topic, whyOf(attempt, topic), await placeOfCard(attempt));
  const outcome = await pacesOf(slack).troubles.tell(channelId, key, now, draw, (lines) =>
    post(attempt, notice, lines),
  );
  if (isRefused(outcome)) logRefusal(attempt, channelId, outcome.reason);
  return outcome;
}

async function post(
  { app, slack, record }: Attempt,
  { channelId, noticeId }: TroubleNotice,
  lines: readonly TroubleLine[],
): Promise<SlackOutcome<unknown> | { readonly type: 'busy'; readonly until: number }> {
  const now = app.clock();
  const work = { type: 'notice', noticeId } as const;
  const freeAt = pacesOf(slack).channels.take({ channelId, approvalId: record.approval.id, work }, now);
  if (freeAt > now) return { type: 'busy', until: freeAt };
  return await connectionOf(slack).transport.post({ ...drawTroubles(lines), channelId });
}

/** Why it happened: the receiver's reason, the report of the step, or Slack's refusal. */
function whyOf({ record: { approval, parts } }: Attempt, topic: Trouble): string | null {
  if (topic.type === 'delivery_dead') return approval.status === 'pending' ? null : approval.delivery.reason;
  if (topic.type === 'step_failed') {
    const step = approval.status === 'pending' ? undefined : approval.progress.find((one) => one.step === topic.step);
    return step === undefined ? null : partText(parts, step.detailRef);
  }
  const problem =
    topic.type === 'card_waiting' ? approval.work.copies.find((copy) => copy.problem !== null)?.problem : null;
  return problem ? explainProblem(problem.code) : null;
}

/** The first copy that people can see. Its channel is named without a link if Slack gives none. */
async function placeOfCard({ slack, record }: Attempt): Promise<CardPlace | null> {
  const copy = record.approval.work.copies.find(({ state, ts }) => state === 'live' && ts !== null);
  if (copy === undefined || copy.ts === null) return null;
  const { channelId, ts } = copy;
  const found = await connectionOf(slack).transport.permalink(channelId, ts);
  return { channelId, url: found.type === 'ok' ? found.value : null };
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
