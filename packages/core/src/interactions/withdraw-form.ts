import { whyNotWithdraw } from '../domain/access/may-look.js';
import { decideWithdraw } from '../domain/decide/decide-withdraw.js';
import { limits } from '../domain/model/limits.js';
import { wordsOf } from '../messages/words-of.js';
import { clickerOf, lookAt, lookerOf } from '../people/look-at.js';
import type { RawResponse } from '../ports/raw-http.js';
import { applyChange } from '../record/apply-change.js';
import { newPart } from '../record/parts.js';
import type { Call } from '../runtime/call.js';
import { cleanText, cutText } from '../slack/blocks/text.js';
import { parseButtonValue } from '../slack/request/button-value.js';
import type { BlockAction, ViewSubmission } from '../slack/request/interaction.js';
import { explanationModal, reasonField, withdrawModal } from '../slack/surfaces/modal-views.js';
import { commitInTime } from '../storage/commit.js';
import { cardOf } from '../views/card-of.js';
import { notShown, sayWhy } from '../views/explain-end.js';
import { redrawHome } from './inbox/home.js';
import { json, ok } from './replies/answers.js';
import { inHome, openInPlace } from './replies/open-modal.js';
import { replyPrivately, replyRefusal } from './replies/reply.js';

/** Opens the form that withdraws an approval, in the modal that was clicked or in a new one. */
export async function openWithdrawForm(call: Call<BlockAction>, id: string): Promise<RawResponse> {
  const { app, interaction: click } = call;
  const found = await lookAt(call, id, clickerOf(click));
  if (found.type !== 'loaded') return await replyRefusal(call, notShown[found.type]);
  const why = whyNotWithdraw(found.record.approval, click.user);
  if (why !== null) return await replyRefusal(call, why);

  if (await openInPlace(call, inHome(click, withdrawModal(cardOf(app, found.record))))) return ok;
  return await replyPrivately(call, wordsOf(app.messages).formNotOpened);
}

/**
 * Withdraws an approval whose form was submitted, if the person still may, and shows the result in the form.
 *
 * @param home - what the App Home shows in which the form was opened; null: not known
 */
export async function answerWithdrawForm(call: Call<ViewSubmission>, home: string | null): Promise<RawResponse> {
  const { app, interaction: submission } = call;
  const explain = (text: string): RawResponse =>
    json(200, { response_action: 'update', view: explanationModal(app.messages, 'withdraw', text) });
  const looker = lookerOf({ ...submission, channelId: null });
  const value = parseButtonValue(submission.privateMetadata);
  const found = value === null ? ({ type: 'missing' } as const) : await lookAt(call, value.id, looker);
  if (found.type !== 'loaded') return explain(sayWhy(app, notShown[found.type]));

  const reason = cutText(cleanText(submission.values[reasonField] ?? '').trim(), limits.reasonLength);
  const part = reason === '' ? null : newPart(reason);
  const { user: by } = submission;
  const request = { type: 'withdraw', by, reasonRef: part?.ref ?? null, releaseKey: false } as const;
  const committed = await commitInTime(call, found.row.id, {
    apply: applyChange,
    decide: ({ record: { approval } }, now) => {
      const why = whyNotWithdraw(approval, by);
      if (why !== null) return { events: [], refusal: why };
      const decided = decideWithdraw({ ...request, now }, approval);
      return { ...decided, parts: decided.refusal === null && part !== null ? [part] : [] };
    },
  });
  await redrawHome(call, home);
  if (committed.type !== 'done') return explain(sayWhy(app, notShown[committed.type]));
  const { refusal, loaded } = committed;
  return explain(refusal === null ? wordsOf(app.messages).isWithdrawn : sayWhy(app, refusal, loaded.record));
}
