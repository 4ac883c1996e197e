import type { View } from '@slack/types';
import { whyNotWithdraw } from '../domain/access/may-look.js';
import type { Answer } from '../domain/model/policy.js';
import { notFound } from '../domain/model/refusal.js';
import { clickerOf, lookAt } from '../people/look-at.js';
import type { RawResponse } from '../ports/raw-http.js';
import type { Loaded } from '../record/loaded.js';
import type { Call } from '../runtime/call.js';
import { deadline } from '../runtime/deadline.js';
import type { SlackAccess } from '../runtime/runtime.js';
import { connectionOf } from '../runtime/slack-connection.js';
import { slackCalls } from '../runtime/slack-timeline.js';
import { drawFormOffer } from '../slack/card/notice.js';
import type { BlockAction } from '../slack/request/interaction.js';
import { detailsModal, reasonModal } from '../slack/surfaces/modal-views.js';
import { cardOf } from '../views/card-of.js';
import { unreadable } from '../views/explain-end.js';
import { ok } from './answers.js';
import { replyPrivately } from './reply.js';

/** Opens the form for a reason, in place of the modal that was clicked; where Slack does not, offers it once more privately, as the trigger lasts 3 s only. */
export async function openReasonForm(
  call: Call<BlockAction>,
  { record }: Loaded,
  answer: Answer,
): Promise<RawResponse> {
  const { app, interaction: click } = call;
  const view = cardOf(app, record);
  const { channelId, messageTs } = click;
  const origin = channelId === null || messageTs === null ? 'elsewhere' : { channelId, messageTs };
  if (await openInPlace(call, reasonModal(view, answer, origin))) return ok;
  return await replyPrivately(call, drawFormOffer(view, answer));
}

/** Shows everything about an approval to a person who may see it. The person who asked can withdraw it from there. */
export async function openDetails(call: Call<BlockAction>, id: string): Promise<RawResponse> {
  const { app, interaction: click } = call;
  const found = await lookAt(call, id, clickerOf(click));
  if (found.type !== 'loaded') return await replyPrivately(call, notShown[found.type]);
  const mayWithdraw = whyNotWithdraw(found.record.approval, click.user) === null;
  if (await openOnTop(call, detailsModal(cardOf(app, found.record), mayWithdraw))) return ok;
  return await replyPrivately(call, 'Slack did not open the details. Please click again.');
}

/** Why an approval is not shown, in words for the person. */
export const notShown = { missing: notFound.explanation, ...unreadable } as const;

type Where = Pick<BlockAction, 'triggerId' | 'viewId' | 'isHome'>;
type From = { readonly slack: SlackAccess; readonly interaction: Where };

/** The click was in a modal. */
function isInModal({ viewId, isHome }: Where): boolean {
  return viewId !== null && !isHome;
}

/**
 * Opens a modal with one call; where a modal was clicked, on top of that, so that closing it leads back.
 *
 * @returns false where Slack does not, or does not say so in time
 */
export async function openOnTop({ slack, interaction: click }: From, view: View): Promise<boolean> {
  const { triggerId } = click;
  if (triggerId === null) return false;
  const { transport } = connectionOf(slack);
  return await isTaken(isInModal(click) ? transport.pushView(triggerId, view) : transport.openView(triggerId, view));
}

/** Shows something in place of the modal that was clicked, with one call. @returns as `openOnTop` does */
export async function changeModal({ slack, interaction: { viewId } }: From, view: View): Promise<boolean> {
  return viewId !== null && (await isTaken(connectionOf(slack).transport.updateView(viewId, view)));
}

/** In place of the modal that was clicked; elsewhere as a modal by itself. @returns as `openOnTop` does */
export async function openInPlace(from: From, view: View): Promise<boolean> {
  return await (isInModal(from.interaction) ? changeModal : openOnTop)(from, view);
}

async function isTaken(opening: Promise<{ readonly type: string }>): Promise<boolean> {
  return (await deadline(opening, slackCalls.openViewMs, () => null))?.type === 'ok';
}
