import { whyNotWithdraw } from '../domain/access/may-look.js';
import type { Answer } from '../domain/model/policy.js';
import { clickerOf, lookAt } from '../people/look.js';
import type { RawResponse } from '../ports/raw-http.js';
import { done } from '../runtime/exchange.js';
import { drawFormOffer } from '../slack/card/notice.js';
import { detailsModal, reasonModal } from '../slack/surfaces/modal-views.js';
import type { Loaded } from '../storage/load.js';
import { cardOf } from '../views/card-of.js';
import { unreadable } from '../views/unreadable.js';
import { nothingFound } from '../votes/cast-vote.js';
import type { ClickContext } from './click-context.js';
import { changesInTime, isInModal, opensInTime } from './opens-in-time.js';
import { replyPrivately } from './reply.js';

/** Opens the form for a reason, in place of the modal that was clicked; where Slack does not, offers it once more privately, as the trigger lasts 3 s only. */
export async function openReasonForm(
  { runtime, slack, click }: ClickContext,
  { record }: Loaded,
  answer: Answer,
): Promise<RawResponse> {
  const view = cardOf(runtime, record);
  const { channelId, messageTs } = click;
  const origin = channelId === null || messageTs === null ? 'elsewhere' : { channelId, messageTs };
  const form = reasonModal(view, answer, origin);
  const isOpen = isInModal(click) ? changesInTime(slack, click, form) : opensInTime(slack, click, form);
  if (await isOpen) return done;
  return await replyPrivately(runtime, slack, click, drawFormOffer(view, answer));
}

/** Shows everything about an approval to somebody who may see it; whoever asked can take it back from there. */
export async function openDetails({ runtime, slack, click, exchange }: ClickContext, id: string): Promise<RawResponse> {
  const found = await lookAt(runtime, slack, id, clickerOf(click), exchange);
  if (found.type !== 'loaded') return await replyPrivately(runtime, slack, click, notShown[found.type]);
  const mayWithdraw = whyNotWithdraw(found.record.approval, click.user) === null;
  if (await opensInTime(slack, click, detailsModal(cardOf(runtime, found.record), mayWithdraw))) return done;
  return await replyPrivately(runtime, slack, click, 'Slack did not open the details. Please click again.');
}

/** Why an approval is not shown, in words for the person. */
export const notShown = { missing: nothingFound.explanation, ...unreadable } as const;
