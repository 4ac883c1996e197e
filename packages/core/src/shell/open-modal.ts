import type { View } from '@slack/types';
import type { Answer } from '../domain/policy.js';
import type { RawResponse } from '../ports/raw-http.js';
import type { BlockAction } from '../slack/interaction.js';
import { detailsModal, reasonModal } from '../slack/modal-views.js';
import { drawFormOffer } from '../slack/notice.js';
import { cardOf } from './card-of.js';
import { nothingFound } from './cast-vote.js';
import { storeAnswersWithinMs, within } from './deadline.js';
import { done, type Exchange } from './exchange.js';
import { type Loaded, loadOurs } from './load.js';
import { replyPrivately } from './reply.js';
import type { Shell, SlackAccess } from './shell.js';
import { unreadable } from './unreadable.js';

interface Opening {
  readonly shell: Shell;
  readonly slack: SlackAccess;
  readonly click: BlockAction;
  readonly exchange: Exchange;
}

/** Opens the form for a reason; where Slack does not, offers it once more privately, as the trigger lasts 3 s only. */
export async function openReasonForm(
  { shell, slack, click }: Opening,
  { record }: Loaded,
  answer: Answer,
): Promise<RawResponse> {
  const view = cardOf(shell, record);
  const { channelId, messageTs } = click;
  const seen = channelId === null || messageTs === null ? null : { channelId, messageTs };
  if (await isOpened(slack, click.triggerId, reasonModal(view, answer, seen))) return done;
  return await replyPrivately(shell, slack, click, drawFormOffer(view, answer));
}

/** Shows everything about an approval to somebody who sees its card. */
export async function openDetails({ shell, slack, click, exchange }: Opening, id: string): Promise<RawResponse> {
  const left = exchange.startedAt + storeAnswersWithinMs - performance.now();
  const found = await within(loadOurs(shell, id), left, 'The store');
  if (found.type !== 'loaded') return await replyPrivately(shell, slack, click, notShown[found.type]);
  if (await isOpened(slack, click.triggerId, detailsModal(cardOf(shell, found.record)))) return done;
  return await replyPrivately(shell, slack, click, 'Slack did not open the details. Please click again.');
}

const notShown = { missing: nothingFound.explanation, ...unreadable } as const;

async function isOpened(slack: SlackAccess, triggerId: string | null, view: View): Promise<boolean> {
  if (triggerId === null) return false;
  return (await slack.transport.openView(triggerId, view)).type === 'ok';
}
