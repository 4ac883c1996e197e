import { mayLook, whyNotWithdraw } from '../domain/access/may-look.js';
import { notFound } from '../domain/model/refusal.js';
import { wordsOf } from '../messages/words-of.js';
import { clickerOf, factsToShow, lookAt } from '../people/look-at.js';
import type { RawResponse } from '../ports/raw-http.js';
import type { Call } from '../runtime/call.js';
import { inTime } from '../runtime/exchange.js';
import type { BlockAction } from '../slack/request/interaction.js';
import { cardModal, type ListPage, listModal } from '../slack/surfaces/list-modal.js';
import { parsePlace } from '../slack/surfaces/list-place.js';
import { cardOf } from '../views/card-of.js';
import { notShown } from '../views/explain-end.js';
import { type ChannelLooker, openApprovals, type Part } from './open-approvals.js';
import { ok, slackShowsError } from './replies/answers.js';
import { changeModal, openOnTop } from './replies/open-modal.js';
import { replyPrivately, replyRefusal } from './replies/reply.js';

/** Opens the list of what is pending in the channel of the click. It writes nothing. */
export async function openList(call: Call<BlockAction>): Promise<RawResponse> {
  const { channelId } = call.interaction;
  if (channelId === null) return await replyRefusal(call, notFound);
  const looker = { ...clickerOf(call.interaction), channelId };
  const view = listModal(await pageFor(call, looker, { type: 'from', place: null }));
  if (await openOnTop(call, view)) return ok;
  return await replyPrivately(call, wordsOf(call.app.messages).listNotOpened);
}

/** Shows another page of the list. If Slack refuses, the list stays, and Slack shows its own error. */
export async function turnPage(call: Call<BlockAction>, verb: 'previous_page' | 'next_page'): Promise<RawResponse> {
  const looker = clickerOf(call.interaction);
  const { channelId } = looker;
  if (channelId === null) return await replyRefusal(call, notFound);
  const part = { type: verb === 'next_page' ? 'from' : 'before', place: parsePlace(call.interaction.value) } as const;
  const view = listModal(await pageFor(call, { ...looker, channelId }, part));
  return (await changeModal(call, view)) ? ok : slackShowsError;
}

/** Opens one approval's card on top of the list. If Slack refuses, the list stays, and Slack shows its own error. */
export async function openCard(call: Call<BlockAction>, id: string): Promise<RawResponse> {
  const { app, interaction: click } = call;
  const looker = clickerOf(click);
  const found = await lookAt(call, id, looker);
  if (found.type !== 'loaded') return await replyRefusal(call, notShown[found.type]);
  const mayWithdraw = whyNotWithdraw(found.record.approval, click.user) === null;
  const view = cardModal(cardOf(app, found.record), looker.channelId, mayWithdraw);
  return (await openOnTop(call, view)) ? ok : slackShowsError;
}

/** @throws {SlackApprovalError} store_timeout — the store did not answer in time */
async function pageFor(call: Call<BlockAction>, looker: ChannelLooker, part: Part): Promise<ListPage> {
  const { app, exchange } = call;
  const page = await inTime(exchange, openApprovals(app, looker, part));
  const approvals = page.entries.map(({ record }) => record.approval);
  const facts = await factsToShow(call, looker, approvals, mayLook);
  return {
    ...page,
    namespace: app.namespace,
    words: wordsOf(app.messages),
    channelId: looker.channelId,
    entries: page.entries
      .filter(({ record }) => mayLook(record.approval, looker, facts).answer === 'yes')
      .map(({ record, isPosted }) => ({ view: cardOf(app, record), isPosted })),
  };
}
