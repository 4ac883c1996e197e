import { isCopy } from '../domain/model/copies.js';
import type { Answer } from '../domain/model/policy.js';
import { notFound } from '../domain/model/refusal.js';
import type { RawResponse } from '../ports/raw-http.js';
import type { Loaded } from '../record/loaded.js';
import type { Call } from '../runtime/call.js';
import { handOver } from '../runtime/exchange.js';
import type { ActionVerb } from '../slack/request/action-ids.js';
import { type ButtonValue, parseButtonValue } from '../slack/request/button-value.js';
import type { BlockAction } from '../slack/request/interaction.js';
import { unreadable } from '../views/explain-end.js';
import { type Ballot, type Cast, castVote } from '../votes/cast-vote.js';
import { ok } from './answers.js';
import { loadSurfaces } from './load-surfaces.js';

/** A button that votes: with which answer, and whether a form opens first. */
interface VoteButton {
  readonly answer: Answer;
  readonly form: 'as_declared' | 'always' | 'never';
}

const voteButtons: Readonly<Partial<Record<ActionVerb, VoteButton>>> = {
  approve: { answer: 'approve', form: 'as_declared' },
  reject: { answer: 'reject', form: 'as_declared' },
  open_approve_form: { answer: 'approve', form: 'always' },
  open_reject_form: { answer: 'reject', form: 'always' },
  reject_without_reason: { answer: 'reject', form: 'never' },
};

/** Answers a click on one of our buttons. */
export function answerClick(call: Call<BlockAction>, verb: ActionVerb): Promise<RawResponse> {
  const { interaction: click } = call;
  const value = click.value === null ? null : parseButtonValue(click.value);
  const button = voteButtons[verb];
  if (button !== undefined && value !== null) return answerVote(call, value, button);
  return answerOther(call, verb, value);
}

async function answerOther(call: Call<BlockAction>, verb: ActionVerb, value: ButtonValue | null): Promise<RawResponse> {
  const surfaces = await loadSurfaces();
  if (verb === 'show_list') return await surfaces.openList(call);
  if (verb === 'previous_page' || verb === 'next_page') return await surfaces.turnPage(call, verb);
  if (value === null) return await surfaces.replyPrivately(call, notFound.explanation);
  if (verb === 'open_card') return await surfaces.openCard(call, value.id);
  if (verb === 'withdraw') return await surfaces.openWithdrawForm(call, value.id);
  if (verb === 'retry_delivery') return await surfaces.retryDelivery(call, value.id);
  return await surfaces.openDetails(call, value.id);
}

async function answerVote(call: Call<BlockAction>, value: ButtonValue, button: VoteButton): Promise<RawResponse> {
  const cast = await castVote(call, ballotOf(call.interaction, value, button));
  if (cast.type === 'counted') return await answerCounted(call, cast.loaded);
  const surfaces = await loadSurfaces();
  if (cast.type === 'form') return await surfaces.openReasonForm(call, cast.loaded, button.answer);
  if (cast.type === 'newer') return await surfaces.replyPrivately(call, unreadable.newer);
  return await answerRefusal(call, cast);
}

/** The card shows the vote, as its update is owed. If another message was clicked, that message becomes a receipt. */
async function answerCounted(call: Call<BlockAction>, loaded: Loaded): Promise<RawResponse> {
  const { channelId, messageTs } = call.interaction;
  if (isCopy(loaded.record.approval.work.copies, channelId, messageTs)) return ok;
  return await (await loadSurfaces()).sendReceipt(call, loaded);
}

/** Sends the explanation first, and stores the refusal afterwards, best effort. */
async function answerRefusal(call: Call<BlockAction>, cast: Extract<Cast, { type: 'refused' }>): Promise<RawResponse> {
  if (cast.refusal.code === 'repeat') return ok;
  const { replyPrivately, redrawHome } = await loadSurfaces();
  const answer = await replyPrivately(call, cast.refusal.explanation);
  await handOver(call.app, call.exchange, cast.storeRefusal);
  if (call.interaction.isHome) await redrawHome(call);
  return answer;
}

function ballotOf(click: BlockAction, value: ButtonValue, { answer, form }: VoteButton): Ballot {
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
    isFormNeeded({ record: { approval } }) {
      return form === 'as_declared' ? approval.policy.reason[answer] !== 'none' : form === 'always';
    },
  };
}
