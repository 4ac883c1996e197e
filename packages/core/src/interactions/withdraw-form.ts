import { whyNotWithdraw } from '../domain/access/may-look.js';
import { decideWithdraw } from '../domain/decide/decide-withdraw.js';
import { limits } from '../domain/model/limits.js';
import { clickerOf, lookAt, lookerOf } from '../people/look.js';
import type { RawResponse } from '../ports/raw-http.js';
import { newPart } from '../record/parts.js';
import { done, type Exchange, json } from '../runtime/exchange.js';
import type { Runtime, SlackAccess } from '../runtime/runtime.js';
import { cleanText, cutText } from '../slack/blocks/text.js';
import { parseButtonValue } from '../slack/request/button-value.js';
import type { ViewSubmission } from '../slack/request/interaction.js';
import { explanationModal, reasonField } from '../slack/surfaces/modal-views.js';
import { withdrawModal } from '../slack/surfaces/withdraw-modal.js';
import { cardOf } from '../views/card-of.js';
import { changeInTime } from '../votes/change-in-time.js';
import type { ClickContext } from './click-context.js';
import { redrawHome } from './home.js';
import { notShown } from './open-modal.js';
import { changesInTime, isInModal, opensInTime } from './opens-in-time.js';
import { replyPrivately } from './reply.js';

/** Asks whoever asked for something whether they take it back; in the modal they clicked in, else in one of its own. */
export async function openWithdrawForm(
  { runtime, slack, click, exchange }: ClickContext,
  id: string,
): Promise<RawResponse> {
  const found = await lookAt(runtime, slack, id, clickerOf(click), exchange);
  if (found.type !== 'loaded') return await replyPrivately(runtime, slack, click, notShown[found.type]);
  const why = whyNotWithdraw(found.record.approval, click.user);
  if (why !== null) return await replyPrivately(runtime, slack, click, why.explanation);

  const view = withdrawModal(cardOf(runtime, found.record));
  const isOpen = isInModal(click) ? changesInTime(slack, click, view) : opensInTime(slack, click, view);
  if (await isOpen) return done;
  return await replyPrivately(runtime, slack, click, 'Slack did not open the form. Please click again.');
}

/** The form came back: withdraws, if it is still theirs to withdraw, and says in the form what came of it. */
export async function answerWithdrawForm(
  runtime: Runtime,
  slack: SlackAccess,
  submission: ViewSubmission,
  exchange: Exchange,
): Promise<RawResponse> {
  const explain = (text: string): RawResponse =>
    json(200, { response_action: 'update', view: explanationModal(runtime.messages, 'withdraw', text) });
  const looker = lookerOf({ ...submission, channelId: null });
  const value = parseButtonValue(submission.privateMetadata);
  const found =
    value === null ? ({ type: 'missing' } as const) : await lookAt(runtime, slack, value.id, looker, exchange);
  if (found.type !== 'loaded') return explain(notShown[found.type]);

  const reason = cutText(cleanText(submission.values[reasonField] ?? '').trim(), limits.reasonLength);
  const part = reason === '' ? null : newPart(reason);
  const { user: by } = submission;
  const request = { type: 'withdraw', by, reasonRef: part?.ref ?? null, releaseKey: false } as const;
  const changed = await changeInTime(
    runtime,
    slack,
    found.row.id,
    {
      decide: ({ record: { approval } }, now) => {
        const why = whyNotWithdraw(approval, by);
        if (why !== null) return { events: [], refusal: why };
        const decided = decideWithdraw({ ...request, now }, approval);
        return { ...decided, parts: decided.refusal === null && part !== null ? [part] : [] };
      },
    },
    exchange,
  );
  await redrawHome(runtime, slack, { ...submission, channelId: null }, exchange);
  if (changed.type !== 'done') return explain(notShown[changed.type]);
  return explain(changed.refusal?.explanation ?? 'This is withdrawn. Its card says so.');
}
