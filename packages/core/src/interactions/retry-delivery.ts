import { mayRetry } from '../domain/access/may-look.js';
import { decideRedeliver } from '../domain/decide/decide-follow-up.js';
import { isCopy } from '../domain/model/copies.js';
import { limits } from '../domain/model/limits.js';
import { type Refusal, refusal } from '../domain/model/refusal.js';
import { isSlackApprovalError } from '../errors.js';
import { wordsOf } from '../messages/words-of.js';
import { clickerOf, factsToShow, lookAt, lookerOf } from '../people/look-at.js';
import type { RawResponse } from '../ports/raw-http.js';
import { applyChange } from '../record/apply-change.js';
import type { Loaded } from '../record/loaded.js';
import type { Call } from '../runtime/call.js';
import type { BlockAction } from '../slack/request/interaction.js';
import { checkGrowth } from '../storage/check-growth.js';
import { commitInTime, type DecidedWithParts } from '../storage/commit.js';
import { notShown } from '../views/explain-end.js';
import { redrawIfHome } from './inbox/home.js';
import { ok } from './replies/answers.js';
import { sendReceipt } from './replies/receipt.js';
import { replyPrivately, replyRefusal } from './replies/reply.js';

/** Delivers a decision again, for the requester and people who decided or may vote. Id and bytes stay the same. */
export async function retryDelivery(call: Call<BlockAction>, id: string): Promise<RawResponse> {
  const { interaction: click } = call;
  const words = wordsOf(call.app.messages);
  const say = (why: Refusal) => replyRefusal(call, why);
  const looker = lookerOf(click);
  const found = await lookAt(call, id, clickerOf(click));
  if (found.type !== 'loaded') return await say(notShown[found.type]);
  const { approval } = found.record;
  const facts = await factsToShow(call, looker, [approval], mayRetry);
  const sight = mayRetry(approval, looker, facts);
  if (sight.answer !== 'yes')
    return await replyPrivately(call, sight.answer === 'no' ? words.notYoursToRetry : words.retryUnknown);

  try {
    const decide = ({ record }: Loaded, now: number) => decideRetry(record, click.user, now);
    const committed = await commitInTime(call, id, { decide, apply: applyChange, checkGrowth });
    if (committed.type !== 'done') return await say(notShown[committed.type]);
    if (committed.refusal !== null) return await say(committed.refusal);
    await redrawIfHome(call);
    const isOnCard = isCopy(committed.loaded.record.approval.work.copies, click.channelId, click.messageTs);
    return isOnCard ? ok : await sendReceipt(call, committed.loaded, words.isDeliveredAgain);
  } catch (error) {
    if (isSlackApprovalError(error) && error.code === 'record_too_large')
      return await say(refusal('record_too_large', { cause: 'record' }));
    throw error;
  }
}

function decideRetry({ approval, history }: Loaded['record'], by: BlockAction['user'], now: number): DecidedWithParts {
  // only a program may repeat a delivery that has arrived; the button may just be old
  if (approval.status !== 'pending' && approval.delivery.state === 'delivered')
    return { events: [], refusal: refusal('nothing_to_deliver', { cause: 'delivered' }) };
  const historyFull = history.length >= limits.historyEntries;
  return decideRedeliver({ type: 'redeliver', now, by, historyFull }, approval);
}
