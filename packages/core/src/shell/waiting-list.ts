import { mayLook } from '../domain/may-look.js';
import { whyNotWithdraw } from '../domain/may-withdraw.js';
import type { RawResponse } from '../ports/raw-http.js';
import { cardModal, type ListPage, listModal } from '../slack/list-modal.js';
import { parsePlace } from '../slack/list-place.js';
import { wordsOf } from '../slack/words.js';
import { cardOf } from './card-of.js';
import { nothingFound } from './cast-vote.js';
import type { ClickContext } from './click-context.js';
import { within } from './deadline.js';
import { done } from './exchange.js';
import { clickerOf, factsToShow, lookAt, timeLeft } from './look.js';
import { type ChannelLooker, openApprovals, type Part } from './open-approvals.js';
import { notShown } from './open-modal.js';
import { changesInTime, opensInTime } from './opens-in-time.js';
import { replyPrivately, slackShowsError } from './reply.js';

/** Opens the list of what is open in the channel that was clicked in. Nothing is written. */
export async function openList(context: ClickContext): Promise<RawResponse> {
  const { shell, slack, click } = context;
  const { channelId } = click;
  if (channelId === null) return await replyPrivately(shell, slack, click, nothingFound.explanation);
  const looker = { ...clickerOf(click), channelId };
  const view = listModal(await pageFor(context, looker, { type: 'from', place: null }));
  if (await opensInTime(slack, click, view)) return done;
  return await replyPrivately(shell, slack, click, 'Slack did not open the list. Please click again.');
}

/** Shows another page in the list that was clicked. Where Slack does not, the list stays, and Slack's own error is beside it. */
export async function turnPage(context: ClickContext, verb: 'previous_page' | 'next_page'): Promise<RawResponse> {
  const { shell, slack, click } = context;
  const looker = clickerOf(click);
  const { channelId } = looker;
  if (channelId === null) return await replyPrivately(shell, slack, click, nothingFound.explanation);
  const part = { type: verb === 'next_page' ? 'from' : 'before', place: parsePlace(click.value) } as const;
  const view = listModal(await pageFor(context, { ...looker, channelId }, part));
  return (await changesInTime(slack, click, view)) ? done : slackShowsError;
}

/** Opens an approval's own card on the list. Where Slack does not, the list stays. */
export async function openCard({ shell, slack, click, exchange }: ClickContext, id: string): Promise<RawResponse> {
  const looker = clickerOf(click);
  const found = await lookAt(shell, slack, id, looker, exchange);
  if (found.type !== 'loaded') return await replyPrivately(shell, slack, click, notShown[found.type]);
  const mayWithdraw = whyNotWithdraw(found.record.approval, click.user) === null;
  const view = cardModal(cardOf(shell, found.record), looker.channelId, mayWithdraw);
  return (await opensInTime(slack, click, view)) ? done : slackShowsError;
}

/** @throws {SlackApprovalError} store_timeout — the store did not answer in time */
async function pageFor({ shell, slack, exchange }: ClickContext, looker: ChannelLooker, part: Part): Promise<ListPage> {
  const page = await within(openApprovals(shell, looker, part), timeLeft(exchange), 'The store');
  const approvals = page.entries.map(({ record }) => record.approval);
  const facts = await factsToShow(slack, looker, approvals, mayLook, exchange);
  return {
    ...page,
    namespace: shell.namespace,
    words: wordsOf(shell.messages),
    channelId: looker.channelId,
    entries: page.entries
      .filter(({ record }) => mayLook(record.approval, looker, facts).answer === 'yes')
      .map(({ record, isPosted }) => ({ view: cardOf(shell, record), isPosted })),
  };
}
