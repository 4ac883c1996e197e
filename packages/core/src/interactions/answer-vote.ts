import { isCopy } from '../domain/model/copies.js';
import type { RawResponse } from '../ports/raw-http.js';
import type { Loaded } from '../record/loaded.js';
import type { Call } from '../runtime/call.js';
import { handOver } from '../runtime/exchange.js';
import type { BlockAction } from '../slack/request/interaction.js';
import { notShown } from '../views/explain-end.js';
import type { Ballot } from '../votes/ballot.js';
import { type Cast, castVote } from '../votes/cast-vote.js';
import { redrawIfHome } from './inbox/home.js';
import { ok } from './replies/answers.js';
import { openReasonForm } from './replies/open-modal.js';
import { sendReceipt } from './replies/receipt.js';
import { replyPrivately, replyRefusal } from './replies/reply.js';

/** Answers a vote that was not taken at once: it is refused, needs a form, or more happens than the vote. */
export async function answerVote(call: Call<BlockAction>, ballot: Ballot, known: Loaded | null): Promise<RawResponse> {
  const cast = await castVote(call, ballot, known);
  if (cast.type === 'counted') return await answerCounted(call, cast.loaded);
  if (cast.type === 'form') return await openReasonForm(call, cast.loaded, ballot);
  if (cast.type === 'newer') return await replyRefusal(call, notShown.newer);
  return await answerRefusal(call, cast);
}

/** The card shows the vote, as its update is owed. If another message was clicked, that message becomes a receipt. */
async function answerCounted(call: Call<BlockAction>, loaded: Loaded): Promise<RawResponse> {
  const { channelId, messageTs } = call.interaction;
  if (isCopy(loaded.record.approval.work.copies, channelId, messageTs)) return ok;
  return await sendReceipt(call, loaded);
}

/** Sends the explanation first, and stores the refusal afterwards, best effort. */
async function answerRefusal(call: Call<BlockAction>, cast: Extract<Cast, { type: 'refused' }>): Promise<RawResponse> {
  if (cast.code === 'repeat') return ok;
  const answer = await replyPrivately(call, cast.said);
  await handOver(call.app, call.exchange, cast.storeRefusal);
  await redrawIfHome(call);
  return answer;
}
