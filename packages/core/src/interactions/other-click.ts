import { notFound } from '../domain/model/refusal.js';
import { wordsOf } from '../messages/words-of.js';
import type { RawResponse } from '../ports/raw-http.js';
import type { Call } from '../runtime/call.js';
import { type ActionVerb, namespaceOf, parseActionId } from '../slack/request/action-ids.js';
import { type ButtonValue, parseButtonValue } from '../slack/request/button-value.js';
import type { BlockAction } from '../slack/request/interaction.js';
import { ok } from './answers.js';
import { objectionTo } from './objection-to.js';
import { openDetails } from './open-modal.js';
import { replyPrivately, replyRefusal } from './reply.js';
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
  return await answerVerb(call, action.verb, click.value === null ? null : parseButtonValue(click.value));
}

async function answerVerb(call: Call<BlockAction>, verb: ActionVerb, value: ButtonValue | null): Promise<RawResponse> {
  if (verb === 'show_list') return await openList(call);
  if (verb === 'previous_page' || verb === 'next_page') return await turnPage(call, verb);
  if (value === null) return await replyRefusal(call, notFound);
  if (verb === 'open_card') return await openCard(call, value.id);
  if (verb === 'withdraw') return await openWithdrawForm(call, value.id);
  if (verb === 'take_back_vote') return await takeBackVote(call, value.id);
  if (verb === 'retry_delivery') return await retryDelivery(call, value.id);
  return await openDetails(call, value.id);
}
