import { isCopy } from '../domain/model/copies.js';
import type { Answer } from '../domain/model/policy.js';
import type { RawResponse } from '../ports/raw-http.js';
import { done, type Exchange, handOver } from '../runtime/exchange.js';
import type { Runtime, SlackAccess } from '../runtime/runtime.js';
import type { ActionVerb } from '../slack/request/action-ids.js';
import { parseButtonValue } from '../slack/request/button-value.js';
import type { BlockAction } from '../slack/request/interaction.js';
import type { Loaded } from '../storage/load.js';
import { unreadable } from '../views/unreadable.js';
import { type Ballot, type Cast, castVote, nothingFound } from '../votes/cast-vote.js';
import type { ClickContext } from './click-context.js';

type FormWish = 'as_declared' | 'always' | 'never';

const votes: Readonly<Partial<Record<ActionVerb, readonly [answer: Answer, form: FormWish]>>> = {
  approve: ['approve', 'as_declared'],
  reject: ['reject', 'as_declared'],
  open_approve_form: ['approve', 'always'],
  open_reject_form: ['reject', 'always'],
  reject_without_reason: ['reject', 'never'],
};

/** A click on one of our buttons. */
export async function answerClick(
  runtime: Runtime,
  slack: SlackAccess,
  click: BlockAction,
  verb: ActionVerb,
  exchange: Exchange,
): Promise<RawResponse> {
  const context: ClickContext = { runtime, slack, click, exchange };
  if (verb === 'show_list') return await (await import('./waiting-list.js')).openList(context);
  if (verb === 'previous_page' || verb === 'next_page')
    return await (await import('./waiting-list.js')).turnPage(context, verb);
  const value = click.value === null ? null : parseButtonValue(click.value);
  if (value === null) return await reply(context, nothingFound.explanation);
  const vote = votes[verb];
  if (vote !== undefined) return await answerVote(context, value, ...vote);
  if (verb === 'open_card') return await (await import('./waiting-list.js')).openCard(context, value.id);
  if (verb === 'withdraw') return await (await import('./withdraw-form.js')).openWithdrawForm(context, value.id);
  if (verb === 'retry_delivery') return await (await import('./retry-delivery.js')).retryDelivery(context, value.id);
  return await (await import('./open-modal.js')).openDetails(context, value.id);
}

async function answerVote(
  context: ClickContext,
  value: { readonly id: string; readonly digest: string },
  answer: Answer,
  form: FormWish,
): Promise<RawResponse> {
  const { runtime, slack, click, exchange } = context;
  const cast = await castVote(runtime, slack, ballotOf(click, value, answer), exchange, (loaded) =>
    isFormNeeded(loaded, answer, form),
  );
  if (cast.type === 'counted') return await answerCounted(context, cast.loaded);
  if (cast.type === 'form') return await (await import('./open-modal.js')).openReasonForm(context, cast.loaded, answer);
  if (cast.type === 'newer') return await reply(context, unreadable.newer);
  return await answerRefusal(context, cast);
}

/** The visible answer is the card, which is owed; where another message was clicked, it says so itself. */
async function answerCounted(context: ClickContext, loaded: Loaded): Promise<RawResponse> {
  const { channelId, messageTs } = context.click;
  return isCopy(loaded.record.approval.work.copies, channelId, messageTs)
    ? done
    : await (await import('./receipt.js')).sendReceipt(context, loaded);
}

/** The refusal is answered first; what it leaves behind is stored after, best effort. */
async function answerRefusal(context: ClickContext, cast: Extract<Cast, { type: 'refused' }>): Promise<RawResponse> {
  if (cast.refusal.code === 'repeat') return done;
  const { runtime, slack, click, exchange } = context;
  const answer = await reply(context, cast.refusal.explanation);
  await handOver(runtime, exchange, cast.storeRefusal);
  if (click.isHome) await (await import('./home.js')).redrawHome(runtime, slack, click, exchange);
  return answer;
}

/** A click that counts is answered by the card: what private replies take is loaded with the first of them. */
async function reply({ runtime, slack, click }: ClickContext, explanation: string): Promise<RawResponse> {
  return await (await import('./reply.js')).replyPrivately(runtime, slack, click, explanation);
}

function isFormNeeded({ record }: Loaded, answer: Answer, form: FormWish): boolean {
  if (form !== 'as_declared') return form === 'always';
  return record.approval.policy.reason[answer] !== 'none';
}

function ballotOf(click: BlockAction, value: { readonly id: string; readonly digest: string }, answer: Answer): Ballot {
  const { channelId, messageTs, isEphemeral, appId, teamId, enterpriseId } = click;
  return {
    approvalId: value.id,
    digest: value.digest,
    by: click.user,
    answer,
    reason: null,
    via: 'slack_button',
    seen: channelId === null || messageTs === null ? null : { channelId, messageTs, isEphemeral },
    actionTs: click.actionTs,
    installation: { appId, teamId, enterpriseId },
  };
}
