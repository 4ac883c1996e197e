import { notFound } from '../domain/model/refusal.js';
import { wordsOf } from '../messages/words-of.js';
import type { RawResponse } from '../ports/raw-http.js';
import type { Call } from '../runtime/call.js';
import { type Action, type ActionVerb, namespaceOf, parseActionId } from '../slack/request/action-ids.js';
import { parseButtonValue } from '../slack/request/button-value.js';
import type { BlockAction } from '../slack/request/interaction.js';
import { chooseInHome, turnHomePage } from './inbox/home.js';
import { openSelectedForm } from './inbox/open-selected-form.js';
import { objectionTo } from './objection-to.js';
import { ok } from './replies/answers.js';
import { openDetails } from './replies/open-modal.js';
import { replyPrivately, replyRefusal } from './replies/reply.js';
import { retryDelivery } from './retry-delivery.js';
import { takeBackVote } from './take-back.js';
import { openCard, openList, turnPage } from './waiting-list.js';
import { openWithdrawForm } from './withdraw-form.js';

/** Answers a click that is no vote, or that another deployment has to answer. */
export async function answerOther(call: Call<BlockAction>): Promise<RawResponse> {
  const { interaction: click } = call;
  const namespace = namespaceOf(click.actionId);
  // another feature of the same Slack app: it answers, so show no error
  if (namespace === null) return ok;
  const action = parseActionId(click.actionId);
  const objection = objectionTo(call, namespace, action !== null);
  if (objection !== null || action === null)
    return await replyPrivately(call, objection ?? wordsOf(call.app.messages).unknownButton);
  return (await answerList(call, action)) ?? (await answerVerb(call, action.verb));
}

/** Answers a click that is about a list, and not about one approval; null: it is about one. */
async function answerList(call: Call<BlockAction>, { verb, choice }: Action): Promise<RawResponse | null> {
  const { isHome } = call.interaction;
  switch (verb) {
    case 'show_list':
      return await openList(call);
    case 'previous_page':
    case 'next_page':
      return await (isHome ? turnHomePage : turnPage)(call, verb);
    case 'choose':
      return await chooseInHome(call, choice === 'kind' ? choice : 'list');
    case 'select':
      // Slack keeps what is ticked, and sends it with the button
      return ok;
    case 'approve_selected':
      return await openSelectedForm(call);
    default:
      return null;
  }
}

async function answerVerb(call: Call<BlockAction>, verb: ActionVerb): Promise<RawResponse> {
  const text = call.interaction.value;
  const value = text === null ? null : parseButtonValue(text);
  if (value === null) return await replyRefusal(call, notFound);
  if (verb === 'open_card') return await openCard(call, value.id);
  if (verb === 'withdraw') return await openWithdrawForm(call, value.id);
  if (verb === 'take_back_vote') return await takeBackVote(call, value.id);
  if (verb === 'retry_delivery') return await retryDelivery(call, value.id);
  return await openDetails(call, value.id);
}
