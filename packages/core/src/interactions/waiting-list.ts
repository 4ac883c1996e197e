import { mayLook, whyNotWithdraw } from '../domain/access/may-look.js';
import { clickerOf, factsToShow, lookAt, timeLeft } from '../people/look.js';
import type { RawResponse } from '../ports/raw-http.js';
import { within } from '../runtime/deadline.js';
import { done } from '../runtime/exchange.js';
import { wordsOf } from '../slack/card/words.js';
import { cardModal, type ListPage, listModal } from '../slack/surfaces/list-modal.js';
import { parsePlace } from '../slack/surfaces/list-place.js';
import { cardOf } from '../views/card-of.js';
import { nothingFound } from '../votes/cast-vote.js';
import type { ClickContext } from './click-context.js';
import { type ChannelLooker, openApprovals, type Part } from './open-approvals.js';
import { notShown } from './open-modal.js';
import { changesInTime, opensInTime } from './opens-in-time.js';
import { replyPrivately, slackShowsError } from './reply.js';

/** Opens the list of what is open in the channel that was clicked in. Nothing is written. */
export async function openList(context: ClickContext): Promise<RawResponse> {
  const { runtime, slack, click } = context;
  const { channelId } = click;
  if (channelId === null) return await replyPrivately(runtime, slack, click, nothingFound.explanation);
  const looker = { ...clickerOf(click), channelId };
  const view = listModal(await pageFor(context, looker, { type: 'from', place: null }));
  if (await opensInTime(slack, click, view)) return done;
  return await replyPrivately(runtime, slack, click, 'Slack did not open the list. Please click again.');
}

/** Shows another page in the list that was clicked. Where Slack does not, the list stays, and Slack's own error is beside it. */
export async function turnPage(context: ClickContext, verb: 'previous_page' | 'next_page'): Promise<RawResponse> {
  const { runtime, slack, click } = context;
  const looker = clickerOf(click);
  const { channelId } = looker;
  if (channelId === null) return await replyPrivately(runtime, slack, click, nothingFound.explanation);
  const part = { type: verb === 'next_page' ? 'from' : 'before', place: parsePlace(click.value) } as const;
  const view = listModal(await pageFor(context, { ...looker, channelId }, part));
  return (await changesInTime(slack, click, view)) ? done : slackShowsError;
}

/** Opens an approval's own card on the list. Where Slack does not, the list stays. */
export async function openCard({ runtime, slack, click, exchange }: ClickContext, id: string): Promise<RawResponse> {
  const looker = clickerOf(click);
  const found = await lookAt(runtime, slack, id, looker, exchange);
  if (found.type !== 'loaded') return await replyPrivately(runtime, slack, click, notShown[found.type]);
  const mayWithdraw = whyNotWithdraw(found.record.approval, click.user) === null;
  const view = cardModal(cardOf(runtime, found.record), looker.channelId, mayWithdraw);
  return (await opensInTime(slack, click, view)) ? done : slackShowsError;
}

/** @throws {SlackApprovalError} store_timeout — the store did not answer in time */
async function pageFor(
  { runtime, slack, exchange }: ClickContext,
  looker: ChannelLooker,
  part: Part,
): Promise<ListPage> {
  const page = await within(openApprovals(runtime, looker, part), timeLeft(exchange), 'The store');
  const approvals = page.entries.map(({ record }) => record.approval);
  const facts = await factsToShow(slack, looker, approvals, mayLook, exchange);
  return {
    ...page,
    namespace: runtime.namespace,
    words: wordsOf(runtime.messages),
    channelId: looker.channelId,
    entries: page.entries
      .filter(({ record }) => mayLook(record.approval, looker, facts).answer === 'yes')
      .map(({ record, isPosted }) => ({ view: cardOf(runtime, record), isPosted })),
  };
}
