import { decideWithdraw } from '../domain/decide-withdraw.js';
import { whyNotWithdraw } from '../domain/may-withdraw.js';
import type { RawResponse } from '../ports/raw-http.js';
import { newPart } from '../record/parts.js';
import { parseButtonValue } from '../slack/button-value.js';
import type { ViewSubmission } from '../slack/interaction.js';
import { explanationModal, mostReasonLength, reasonField } from '../slack/modal-views.js';
import { cleanText, cutText } from '../slack/text.js';
import { withdrawModal } from '../slack/withdraw-modal.js';
import { cardOf } from './card-of.js';
import { changeInTime } from './change-in-time.js';
import type { ClickContext } from './click-context.js';
import { done, type Exchange, json } from './exchange.js';
import { redrawHome } from './home.js';
import { clickerOf, lookAt, lookerOf } from './look.js';
import { notShown } from './open-modal.js';
import { changesInTime, isInModal, opensInTime } from './opens-in-time.js';
import { replyPrivately } from './reply.js';
import type { Shell, SlackAccess } from './shell.js';

/** Asks whoever asked for something whether they take it back; in the modal they clicked in, else in one of its own. */
export async function openWithdrawForm(
  { shell, slack, click, exchange }: ClickContext,
  id: string,
): Promise<RawResponse> {
  const found = await lookAt(shell, slack, id, clickerOf(click), exchange);
  if (found.type !== 'loaded') return await replyPrivately(shell, slack, click, notShown[found.type]);
  const why = whyNotWithdraw(found.record.approval, click.user);
  if (why !== null) return await replyPrivately(shell, slack, click, why.explanation);

  const view = withdrawModal(cardOf(shell, found.record));
  const isOpen = isInModal(click) ? changesInTime(slack, click, view) : opensInTime(slack, click, view);
  if (await isOpen) return done;
  return await replyPrivately(shell, slack, click, 'Slack did not open the form. Please click again.');
}

/** The form came back: withdraws, if it is still theirs to withdraw, and says in the form what came of it. */
export async function answerWithdrawForm(
  shell: Shell,
  slack: SlackAccess,
  submission: ViewSubmission,
  exchange: Exchange,
): Promise<RawResponse> {
  const explain = (text: string): RawResponse =>
    json(200, { response_action: 'update', view: explanationModal(shell.messages, 'withdraw', text) });
  const looker = lookerOf({ ...submission, channelId: null });
  const value = parseButtonValue(submission.privateMetadata);
  const found =
    value === null ? ({ type: 'missing' } as const) : await lookAt(shell, slack, value.id, looker, exchange);
  if (found.type !== 'loaded') return explain(notShown[found.type]);

  const reason = cutText(cleanText(submission.values[reasonField] ?? '').trim(), mostReasonLength);
  const part = reason === '' ? null : newPart(reason);
  const { user: by } = submission;
  const request = { type: 'withdraw', by, reasonRef: part?.ref ?? null, releaseKey: false } as const;
  const changed = await changeInTime(
    shell,
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
  await redrawHome(shell, slack, { ...submission, channelId: null }, exchange);
  if (changed.type !== 'done') return explain(notShown[changed.type]);
  return explain(changed.refusal?.explanation ?? 'This is withdrawn. Its card says so.');
}
