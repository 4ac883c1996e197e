import { knownInstallation } from '../people/installation-of.js';
import type { RawResponse } from '../ports/raw-http.js';
import { done, type Exchange, handOver, json } from '../runtime/exchange.js';
import type { Runtime, SlackAccess } from '../runtime/runtime.js';
import { namespaceOf, parseActionId, parseCallbackId } from '../slack/request/action-ids.js';
import type {
  AppContext,
  AppJoinedChannel,
  BlockAction,
  Interaction,
  SlackEvent,
  SlashCommand,
  ViewSubmission,
} from '../slack/request/interaction.js';
import { answerClick } from './click.js';

/** One verified interaction in, one answer out. Every interaction that names us gets one that a person can see. */
export async function dispatch(
  runtime: Runtime,
  slack: SlackAccess,
  interaction: Interaction,
  exchange: Exchange,
): Promise<RawResponse> {
  switch (interaction.type) {
    case 'block_action':
      return await dispatchClick(runtime, slack, interaction, exchange);
    case 'view_submission':
      return await dispatchSubmission(runtime, slack, interaction, exchange);
    case 'slash_command':
      return await dispatchCommand(runtime, slack, interaction, exchange);
    case 'event':
      return await dispatchEvent(runtime, slack, interaction, exchange);
    case 'url_verification':
      return {
        status: 200,
        headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' },
        body: interaction.challenge,
      };
    case 'app_joined_channel':
      return await dispatchJoin(runtime, slack, interaction, exchange);
    case 'view_closed':
    case 'ssl_check':
    case 'unsupported':
      return done;
    default:
      return interaction satisfies never;
  }
}

async function dispatchClick(
  runtime: Runtime,
  slack: SlackAccess,
  click: BlockAction,
  exchange: Exchange,
): Promise<RawResponse> {
  const namespace = namespaceOf(click.actionId);
  // another feature of the same Slack app: not ours to answer, and no error to its user
  if (namespace === null) return done;
  const action = parseActionId(click.actionId);
  const objection = objectionTo(runtime, slack, click, namespace, action !== null);
  if (objection !== null || action === null) {
    const { replyPrivately } = await import('./reply.js');
    return await replyPrivately(runtime, slack, click, objection ?? unknownButton);
  }
  return await answerClick(runtime, slack, click, action.verb, exchange);
}

async function dispatchSubmission(
  runtime: Runtime,
  slack: SlackAccess,
  submission: ViewSubmission,
  exchange: Exchange,
): Promise<RawResponse> {
  const namespace = submission.callbackId === null ? null : namespaceOf(submission.callbackId);
  if (submission.callbackId === null || namespace === null) return done;
  const callback = parseCallbackId(submission.callbackId);
  const objection = objectionTo(runtime, slack, submission, namespace, callback !== null);
  if (objection !== null || callback === null) {
    const { explanationModal } = await import('../slack/surfaces/modal-views.js');
    return json(200, {
      response_action: 'update',
      view: explanationModal(runtime.messages, 'details', objection ?? unknownButton),
    });
  }
  if (callback.form === 'withdraw_form')
    return await (await import('./withdraw-form.js')).answerWithdrawForm(runtime, slack, submission, exchange);
  const { answerSubmission } = await import('./submission.js');
  return await answerSubmission(runtime, slack, submission, callback.form, callback.origin, exchange);
}

const unknownButton =
  'This was made by another version of this app, which is being updated. Please try again in a few minutes.';

/** Why an interaction that carries our name is not for this deployment, in words for the person; null where it is. */
function objectionTo(
  runtime: Runtime,
  slack: SlackAccess,
  context: AppContext,
  namespace: string,
  isKnown: boolean,
): string | null {
  if (namespace !== runtime.namespace)
    return `This card belongs to another deployment of this app, "${namespace}"; it has to be answered there. Nothing was decided here.`;
  if (!isOurInstallation(slack, context)) return 'There is no such approval.';
  return isKnown ? null : unknownButton;
}

/** Whether an interaction comes from the installation this process knows. Where it knows none yet, the signature has to do. */
function isOurInstallation(slack: SlackAccess, from: AppContext): boolean {
  const appId = slack.configured.appId ?? slack.known.installation?.appId ?? null;
  if (appId !== null && from.appId !== null && appId !== from.appId) return false;
  const known = knownInstallation(slack);
  if (known === null) return true;
  const isTeam = known.teamId !== null && known.teamId === from.teamId;
  return isTeam || (known.enterpriseId !== null && known.enterpriseId === from.enterpriseId);
}

async function dispatchCommand(
  runtime: Runtime,
  slack: SlackAccess,
  command: SlashCommand,
  exchange: Exchange,
): Promise<RawResponse> {
  const { answerCommand, answerStranger } = await import('./answer-command.js');
  return isOurInstallation(slack, command) ? await answerCommand(runtime, slack, command, exchange) : answerStranger();
}

/** Somebody has invited the app: the cards that wait for this channel are posted now. */
async function dispatchJoin(
  runtime: Runtime,
  slack: SlackAccess,
  joined: AppJoinedChannel,
  exchange: Exchange,
): Promise<RawResponse> {
  if (!isOurInstallation(slack, joined)) return done;
  const { postWaitingCards } = await import('../work/wake-cards.js');
  await handOver(runtime, exchange, async () => await postWaitingCards(runtime, slack, joined.channelId));
  return done;
}

async function dispatchEvent(
  runtime: Runtime,
  slack: SlackAccess,
  event: SlackEvent,
  exchange: Exchange,
): Promise<RawResponse> {
  const { eventType, user, tab } = event;
  if (eventType !== 'app_home_opened' || tab === 'messages' || user === null || !isOurInstallation(slack, event))
    return done;
  return await (await import('./home.js')).answerHomeOpened(runtime, slack, { ...event, user }, exchange);
}
