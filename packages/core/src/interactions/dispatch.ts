import type { Installation } from '../domain/model/installation.js';
import { notFound } from '../domain/model/refusal.js';
import { isOurInstallation } from '../people/known-installation.js';
import type { RawResponse } from '../ports/raw-http.js';
import type { Call } from '../runtime/call.js';
import { namespaceOf, parseActionId, parseCallbackId } from '../slack/request/action-ids.js';
import type {
  AppJoinedChannel,
  BlockAction,
  Interaction,
  SlackEvent,
  SlashCommand,
  ViewSubmission,
} from '../slack/request/interaction.js';
import { type Answered, ok } from './answers.js';
import { answerClick } from './click.js';
import { loadSurfaces } from './load-surfaces.js';

/** Answers a verified interaction. The person gets a visible answer to everything that belongs to this library. */
export function dispatch(call: Call<Interaction>): Answered {
  const { interaction } = call;
  switch (interaction.type) {
    case 'block_action':
      return dispatchClick({ app: call.app, slack: call.slack, exchange: call.exchange, interaction });
    case 'view_submission':
      return dispatchSubmission({ ...call, interaction });
    case 'slash_command':
      return dispatchCommand({ ...call, interaction });
    case 'event':
      return dispatchEvent({ ...call, interaction });
    case 'app_joined_channel':
      return dispatchJoin({ ...call, interaction });
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

function dispatchClick(call: Call<BlockAction>): Answered {
  const { app, slack, interaction: click } = call;
  const action = parseActionId(click.actionId);
  if (action?.namespace === app.namespace && isOurInstallation(slack, click)) return answerClick(call, action.verb);
  const namespace = action?.namespace ?? namespaceOf(click.actionId);
  // another feature of the same Slack app: it answers, so show no error
  return namespace === null ? ok : objectToClick(call, namespace, action !== null);
}

async function objectToClick(call: Call<BlockAction>, namespace: string, isKnown: boolean): Promise<RawResponse> {
  const objection = await objectionTo(call, namespace, isKnown);
  const { replyPrivately } = await loadSurfaces();
  return await replyPrivately(call, objection ?? unknownButton);
}

async function dispatchSubmission(call: Call<ViewSubmission>): Promise<RawResponse> {
  const { callbackId } = call.interaction;
  const namespace = callbackId === null ? null : namespaceOf(callbackId);
  if (callbackId === null || namespace === null) return ok;
  const callback = parseCallbackId(callbackId);
  const objection = await objectionTo(call, namespace, callback !== null);
  const { answerSubmission, answerWithdrawForm, refuseSubmission } = await loadSurfaces();
  if (objection !== null || callback === null) return refuseSubmission(call, objection ?? unknownButton);
  const { form, origin } = callback;
  return form === 'withdraw_form' ? await answerWithdrawForm(call) : await answerSubmission(call, { form, origin });
}

const unknownButton =
  'This was made by another version of this app, which is being updated. Please try again in a few minutes.';

/** Explains to the person why this deployment does not answer the interaction; null: it does. */
async function objectionTo(call: Call<Installation>, namespace: string, isKnown: boolean): Promise<string | null> {
  const { app } = call;
  if (namespace !== app.namespace) {
    (await loadSurfaces()).logForeign(app, { namespace });
    return `This card belongs to another deployment of this app, "${namespace}"; it has to be answered there. Nothing was decided here.`;
  }
  if (!(await isOurs(call))) return notFound.explanation;
  return isKnown ? null : unknownButton;
}

/** Tells whether an interaction comes from the installation that this app serves, and logs it if not. */
async function isOurs({ app, slack, interaction }: Call<Installation>): Promise<boolean> {
  if (isOurInstallation(slack, interaction)) return true;
  (await loadSurfaces()).logForeign(app, interaction);
  return false;
}

async function dispatchCommand(call: Call<SlashCommand>): Promise<RawResponse> {
  const { answerCommand, answerStranger } = await loadSurfaces();
  return (await isOurs(call)) ? await answerCommand(call) : answerStranger();
}

async function dispatchJoin(call: Call<AppJoinedChannel>): Promise<RawResponse> {
  if (!(await isOurs(call))) return ok;
  return await (await loadSurfaces()).postCardsOfJoinedChannel(call);
}

async function dispatchEvent(call: Call<SlackEvent>): Promise<RawResponse> {
  const { interaction: event } = call;
  const { eventType, user, tab } = event;
  if (eventType !== 'app_home_opened' || tab === 'messages' || user === null || !(await isOurs(call))) return ok;
  return await (await loadSurfaces()).answerHomeOpened({ ...call, interaction: { ...event, user } });
}
