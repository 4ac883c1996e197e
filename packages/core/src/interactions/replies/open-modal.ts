import type { ModalView, View } from '@slack/types';
import { mayTakeBack, whyNotWithdraw } from '../../domain/access/may-look.js';
import { notFound } from '../../domain/model/refusal.js';
import type { AnswersExplained } from '../../messages/words/private-words.js';
import { wordsOf } from '../../messages/words-of.js';
import { clickerOf, lookAt, lookerOf } from '../../people/look-at.js';
import type { RawResponse } from '../../ports/raw-http.js';
import type { ShownModal, SlackOutcome } from '../../ports/slack-transport.js';
import type { Loaded } from '../../record/loaded.js';
import type { Call } from '../../runtime/call.js';
import { deadline } from '../../runtime/deadline.js';
import { storeTimeLeft } from '../../runtime/exchange.js';
import type { SlackAccess } from '../../runtime/runtime.js';
import { connectionOf } from '../../runtime/slack-connection.js';
import { slackCalls } from '../../runtime/slack-timeline.js';
import { findAnswer } from '../../slack/card/card-answers.js';
import { drawFormOffer } from '../../slack/notices/notice.js';
import { withHome } from '../../slack/request/home/home-state.js';
import type { BlockAction } from '../../slack/request/interaction.js';
import { detailsModal, reasonModal } from '../../slack/surfaces/modal-views.js';
import { cardOf } from '../../views/card-of.js';
import { notShown } from '../../views/explain-end.js';
import type { Ballot } from '../../votes/ballot.js';
import { explainAtOnce, explainBoth } from '../../votes/explain.js';
import { ownReason } from '../../votes/own-reason.js';
import { ok } from './answers.js';
import { replyPrivately, replyRefusal } from './reply.js';

/** Opens the form for a reason. If Slack doesn't open it, offers it in a private reply, as a trigger expires after 3 s. */
export async function openReasonForm(
  call: Call<BlockAction>,
  { record }: Loaded,
  wanted: Pick<Ballot, 'answer' | 'choice'>,
): Promise<RawResponse> {
  const { app, interaction: click } = call;
  const view = cardOf(app, record);
  const answer = findAnswer(view, wanted);
  // the vote was judged before: what the card does not offer was refused
  if (answer === null) return await replyRefusal(call, notFound);
  const { channelId, messageTs, actionTs } = click;
  const origin = channelId === null || messageTs === null ? 'elsewhere' : { channelId, messageTs };
  const earlier = ownReason(record, click.user, answer)?.text;
  const form = reasonModal(view, answer, { origin, actionTs, ...(earlier === undefined ? {} : { earlier }) });
  if (await openInPlace(call, inHome(click, form))) return ok;
  return await replyPrivately(call, drawFormOffer(view, answer));
}

/** Opens the details of an approval, for a person who may see it. The requester can withdraw it there, and a voter can take their vote back. */
export async function openDetails(call: Call<BlockAction>, id: string): Promise<RawResponse> {
  const found = await lookAt(call, id, clickerOf(call.interaction));
  if (found.type !== 'loaded') return await replyRefusal(call, notShown[found.type]);
  if (await showDetails(call, found, openOnTop)) return ok;
  return await replyPrivately(call, wordsOf(call.app.messages).detailsNotOpened);
}

/**
 * Shows the details of an approval, with what the person who clicked can do there. If Slack has to be asked whether they may decide
 * it, that follows with a second call, before the click is answered: a host may stop the process after the answer.
 *
 * @param line - what the person has just done
 * @returns false if Slack refuses the details, or does not respond in time
 */
export async function showDetails(
  call: Call<BlockAction>,
  found: Loaded,
  show: typeof openOnTop,
  line?: string,
): Promise<boolean> {
  const { app, slack, exchange, interaction: click } = call;
  const { approval } = found.record;
  const rights = {
    mayWithdraw: whyNotWithdraw(approval, click.user) === null,
    mayTakeBack: mayTakeBack(approval, click.user),
  };
  const draw = (answers: AnswersExplained | null): View =>
    inHome(click, detailsModal(cardOf(app, found.record), { ...rights, answers }, line));
  // a modal has no channel: a vote that is cast there is no vote on the card
  const looker = lookerOf(click);
  const known = approval.status === 'pending' ? explainAtOnce(app, slack, found, looker) : null;
  const shown = await show(call, draw(known));
  if (shown === null) return false;
  const { value: modal } = shown;
  if (modal === null || known === null || !isBeingAsked(known)) return true;

  const asking = explainBoth(app, found, looker).then(
    // the hash keeps what the person has opened in this modal since then
    async (answers) => await connectionOf(slack).transport.updateView(modal.viewId, draw(answers), modal.hash),
  );
  await deadline(app.work.track(asking), storeTimeLeft(exchange), () => null);
  return true;
}

/** Lets a view tell in which App Home it was opened, so that the Home can be drawn as it was after the person has acted. */
export function inHome({ viewMetadata }: Pick<BlockAction, 'viewMetadata'>, view: ModalView): ModalView {
  const metadata = withHome(view.private_metadata ?? '', viewMetadata);
  return metadata === '' ? view : { ...view, private_metadata: metadata };
}

function isBeingAsked({ approve, reject }: AnswersExplained): boolean {
  return approve.answer === 'unknown' || reject.answer === 'unknown';
}

type Shown = Extract<SlackOutcome<ShownModal>, { readonly type: 'ok' }>;

type ClickPlace = Pick<BlockAction, 'triggerId' | 'viewId' | 'isHome'>;
type ClickCall = { readonly slack: SlackAccess; readonly interaction: ClickPlace };

function isInModal({ viewId, isHome }: ClickPlace): boolean {
  return viewId !== null && !isHome;
}

/**
 * Opens a modal, with one call. If the click was in a modal, the new one opens on top, and closing it returns there.
 *
 * @returns null if Slack refuses, or does not respond in time
 */
export async function openOnTop({ slack, interaction: click }: ClickCall, view: View): Promise<Shown | null> {
  const { triggerId } = click;
  if (triggerId === null) return null;
  const { transport } = connectionOf(slack);
  return await accepted(isInModal(click) ? transport.pushView(triggerId, view) : transport.openView(triggerId, view));
}

/** Replaces the content of the modal that was clicked, with one call. @returns null as for `openOnTop` */
export async function changeModal({ slack, interaction: { viewId } }: ClickCall, view: View): Promise<Shown | null> {
  return viewId === null ? null : await accepted(connectionOf(slack).transport.updateView(viewId, view));
}

/** Replaces the content of the modal that was clicked, or opens a new modal. @returns null as for `openOnTop` */
export async function openInPlace(call: ClickCall, view: View): Promise<Shown | null> {
  return await (isInModal(call.interaction) ? changeModal : openOnTop)(call, view);
}

async function accepted(result: Promise<SlackOutcome<ShownModal>>): Promise<Shown | null> {
  const outcome = await deadline(result, slackCalls.openViewMs, () => null);
  return outcome?.type === 'ok' ? outcome : null;
}
