import { whyNotWithdraw } from '../domain/may-withdraw.js';
import type { Answer } from '../domain/policy.js';
import type { RawResponse } from '../ports/raw-http.js';
import { detailsModal, reasonModal } from '../slack/modal-views.js';
import { drawFormOffer } from '../slack/notice.js';
import { cardOf } from './card-of.js';
import { nothingFound } from './cast-vote.js';
import type { ClickContext } from './click-context.js';
import { done } from './exchange.js';
import type { Loaded } from './load.js';
import { clickerOf, lookAt } from './look.js';
import { changesInTime, isInModal, opensInTime } from './opens-in-time.js';
import { replyPrivately } from './reply.js';
import { unreadable } from './unreadable.js';

/** Opens the form for a reason, in place of the modal that was clicked; where Slack does not, offers it once more privately, as the trigger lasts 3 s only. */
export async function openReasonForm(
  { shell, slack, click }: ClickContext,
  { record }: Loaded,
  answer: Answer,
): Promise<RawResponse> {
  const view = cardOf(shell, record);
  const { channelId, messageTs } = click;
  const origin = channelId === null || messageTs === null ? 'elsewhere' : { channelId, messageTs };
  const form = reasonModal(view, answer, origin);
  const isOpen = isInModal(click) ? changesInTime(slack, click, form) : opensInTime(slack, click, form);
  if (await isOpen) return done;
  return await replyPrivately(shell, slack, click, drawFormOffer(view, answer));
}

/** Shows everything about an approval to somebody who may see it; whoever asked can take it back from there. */
export async function openDetails({ shell, slack, click, exchange }: ClickContext, id: string): Promise<RawResponse> {
  const found = await lookAt(shell, slack, id, clickerOf(click), exchange);
  if (found.type !== 'loaded') return await replyPrivately(shell, slack, click, notShown[found.type]);
  const mayWithdraw = whyNotWithdraw(found.record.approval, click.user) === null;
  if (await opensInTime(slack, click, detailsModal(cardOf(shell, found.record), mayWithdraw))) return done;
  return await replyPrivately(shell, slack, click, 'Slack did not open the details. Please click again.');
}

/** Why an approval is not shown, in words for the person. */
export const notShown = { missing: nothingFound.explanation, ...unreadable } as const;
