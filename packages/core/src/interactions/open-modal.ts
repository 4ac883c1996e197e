import type { View } from '@slack/types';
import { mayTakeBack, whyNotWithdraw } from '../domain/access/may-look.js';
import type { Person } from '../domain/model/person.js';
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
import { type DetailsFor, detailsModal, reasonModal } from '../slack/surfaces/modal-views.js';
import { cardOf } from '../views/card-of.js';
import { unreadable } from '../views/explain-end.js';
import { ok } from './answers.js';
import { replyPrivately } from './reply.js';

/** Opens the form for a reason. If Slack doesn't open it, offers it in a private reply, as a trigger expires after 3 s. */
export async function openReasonForm(
  call: Call<BlockAction>,
  { record }: Loaded,
  answer: Answer,
): Promise<RawResponse> {
  const { app, interaction: click } = call;
  const view = cardOf(app, record);
  const { channelId, messageTs, actionTs } = click;
  const origin = channelId === null || messageTs === null ? 'elsewhere' : { channelId, messageTs };
  if (await openInPlace(call, reasonModal(view, answer, { origin, actionTs }))) return ok;
  return await replyPrivately(call, drawFormOffer(view, answer));
}

/** Opens the details of an approval, for a person who may see it. The requester can withdraw it there, and a voter can take their vote back. */
export async function openDetails(call: Call<BlockAction>, id: string): Promise<RawResponse> {
  const { app, interaction: click } = call;
  const found = await lookAt(call, id, clickerOf(click));
  if (found.type !== 'loaded') return await replyPrivately(call, notShown[found.type]);
  if (await openOnTop(call, detailsModal(cardOf(app, found.record), detailsFor(found, click.user)))) return ok;
  return await replyPrivately(call, 'Slack did not open the details. Please click again.');
}

/** What a person can do in the details of an approval. */
export function detailsFor({ record: { approval } }: Loaded, person: Person): DetailsFor {
  return { mayWithdraw: whyNotWithdraw(approval, person) === null, mayTakeBack: mayTakeBack(approval, person) };
}

/** What a person is told if an approval cannot be shown. */
export const notShown = { missing: notFound.explanation, ...unreadable } as const;

type ClickPlace = Pick<BlockAction, 'triggerId' | 'viewId' | 'isHome'>;
type ClickCall = { readonly slack: SlackAccess; readonly interaction: ClickPlace };

function isInModal({ viewId, isHome }: ClickPlace): boolean {
  return viewId !== null && !isHome;
}

/**
 * Opens a modal, with one call. If the click was in a modal, the new one opens on top, and closing it returns there.
 *
 * @returns false if Slack refuses, or does not respond in time
 */
export async function openOnTop({ slack, interaction: click }: ClickCall, view: View): Promise<boolean> {
  const { triggerId } = click;
  if (triggerId === null) return false;
  const { transport } = connectionOf(slack);
  return await isAccepted(isInModal(click) ? transport.pushView(triggerId, view) : transport.openView(triggerId, view));
}

/** Replaces the content of the modal that was clicked, with one call. @returns false as for `openOnTop` */
export async function changeModal({ slack, interaction: { viewId } }: ClickCall, view: View): Promise<boolean> {
  return viewId !== null && (await isAccepted(connectionOf(slack).transport.updateView(viewId, view)));
}

/** Replaces the content of the modal that was clicked, or opens a new modal. @returns false as for `openOnTop` */
export async function openInPlace(call: ClickCall, view: View): Promise<boolean> {
  return await (isInModal(call.interaction) ? changeModal : openOnTop)(call, view);
}

async function isAccepted(result: Promise<{ readonly type: string }>): Promise<boolean> {
  return (await deadline(result, slackCalls.openViewMs, () => null))?.type === 'ok';
}
