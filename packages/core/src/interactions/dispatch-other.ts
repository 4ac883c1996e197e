import { wordsOf } from '../messages/words-of.js';
import type { RawResponse } from '../ports/raw-http.js';
import type { Call } from '../runtime/call.js';
import { namespaceOf, parseCallbackId } from '../slack/request/action-ids.js';
import { splitHome } from '../slack/request/home/home-state.js';
import type {
  AppJoinedChannel,
  BlockAction,
  Interaction,
  SlackEvent,
  SlashCommand,
  ViewSubmission,
} from '../slack/request/interaction.js';
import { answerCommand, answerStranger } from './command.js';
import { answerSelectedForm } from './inbox/answer-selected-form.js';
import { answerHomeOpened } from './inbox/home.js';
import { postCardsOfJoinedChannel } from './joined-channel.js';
import { isOurs, objectionTo } from './objection-to.js';
import { ok } from './replies/answers.js';
import { answerSubmission, refuseSubmission } from './submission.js';
import { answerWithdrawForm } from './withdraw-form.js';

/** Answers a verified interaction that is not a click. */
export async function dispatchOther(call: Call<Exclude<Interaction, BlockAction>>): Promise<RawResponse> {
  const { interaction } = call;
  switch (interaction.type) {
    case 'view_submission':
      return await dispatchSubmission({ ...call, interaction });
    case 'slash_command':
      return await dispatchCommand({ ...call, interaction });
    case 'event':
      return await dispatchEvent({ ...call, interaction });
    case 'app_joined_channel':
      return await dispatchJoin({ ...call, interaction });
    case 'url_verification':
      return {
        status: 200,
        headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' },
        body: interaction.challenge,
      };
    case 'view_closed':
    case 'ssl_check':
    case 'unsupported':
      return ok;
    default:
      return interaction satisfies never;
  }
}

async function dispatchSubmission(call: Call<ViewSubmission>): Promise<RawResponse> {
  const { callbackId } = call.interaction;
  const namespace = callbackId === null ? null : namespaceOf(callbackId);
  if (callbackId === null || namespace === null) return ok;
  const callback = parseCallbackId(callbackId);
  const objection = objectionTo(call, namespace, callback !== null);
  if (objection !== null || callback === null)
    return refuseSubmission(call, objection ?? wordsOf(call.app.messages).unknownButton);
  const { form, origin } = callback;
  const { metadata, home } = splitHome(call.interaction.privateMetadata);
  const submitted = { ...call, interaction: { ...call.interaction, privateMetadata: metadata } };
  if (form === 'withdraw_form') return await answerWithdrawForm(submitted, home);
  if (form === 'selected_form') return await answerSelectedForm(submitted, home);
  return await answerSubmission(submitted, { form, origin, home });
}

async function dispatchCommand(call: Call<SlashCommand>): Promise<RawResponse> {
  return isOurs(call) ? await answerCommand(call) : answerStranger(call);
}

async function dispatchJoin(call: Call<AppJoinedChannel>): Promise<RawResponse> {
  if (!isOurs(call)) return ok;
  return await postCardsOfJoinedChannel(call);
}

async function dispatchEvent(call: Call<SlackEvent>): Promise<RawResponse> {
  const { interaction: event } = call;
  const { eventType, user, tab } = event;
  if (eventType !== 'app_home_opened' || tab === 'messages' || user === null || !isOurs(call)) return ok;
  return await answerHomeOpened({ ...call, interaction: { ...event, user } });
}
