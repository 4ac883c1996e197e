import { mayRetry } from '../domain/access/may-look.js';
import { decideRedeliver } from '../domain/decide/decide-follow-up.js';
import { isCopy } from '../domain/model/copies.js';
import { limits } from '../domain/model/limits.js';
import { refusal } from '../domain/model/refusal.js';
import { isSlackApprovalError } from '../errors.js';
import { clickerOf, factsToShow, lookAt, lookerOf } from '../people/look-at.js';
import type { RawResponse } from '../ports/raw-http.js';
import { applyChange } from '../record/apply-change.js';
import type { Loaded } from '../record/loaded.js';
import type { Call } from '../runtime/call.js';
import type { BlockAction } from '../slack/request/interaction.js';
import { commitInTime, type DecidedWithParts } from '../storage/commit.js';
import { redrawIfHome } from './inbox/home.js';
import { ok } from './replies/answers.js';
import { notShown } from './replies/open-modal.js';
import { sendReceipt } from './replies/receipt.js';
import { replyPrivately } from './replies/reply.js';

/** Delivers a decision again, for the requester and people who may vote. Id and bytes stay the same. */
export async function retryDelivery(call: Call<BlockAction>, id: string): Promise<RawResponse> {
  const { interaction: click } = call;
  const say = (text: string) => replyPrivately(call, text);
  const looker = lookerOf(click);
  const found = await lookAt(call, id, clickerOf(click));
  if (found.type !== 'loaded') return await say(notShown[found.type]);
  const { approval } = found.record;
  const facts = await factsToShow(call, looker, [approval], mayRetry);
  const sight = mayRetry(approval, looker, facts);
  if (sight.answer !== 'yes') return await say(notYours[sight.answer]);

  try {
    const decide = ({ record }: Loaded, now: number) => decideRetry(record, click.user, now);
    const committed = await commitInTime(call, id, { decide, apply: applyChange, grows: true });
    if (committed.type !== 'done') return await say(notShown[committed.type]);
    if (committed.refusal !== null) return await say(committed.refusal.explanation);
    await redrawIfHome(call);
    const isOnCard = isCopy(committed.loaded.record.approval.work.copies, click.channelId, click.messageTs);
    return isOnCard ? ok : await sendReceipt(call, committed.loaded, 'It is being handed over once more.');
  } catch (error) {
    if (isSlackApprovalError(error) && error.code === 'record_too_large') return await say(error.message);
    throw error;
  }
}

const notYours = {
  no: 'Only those who asked for this or may decide it can have it sent again.',
  unknown: 'Slack could not be asked whether you may decide this. Please try again in a minute.',
} as const;

function decideRetry({ approval, history }: Loaded['record'], by: BlockAction['user'], now: number): DecidedWithParts {
  // only a program may repeat a delivery that has arrived; the button may just be old
  if (approval.status !== 'pending' && approval.delivery.state === 'delivered')
    return { events: [], refusal: refusal('nothing_to_deliver', 'This has been handed over already.') };
  const historyFull = history.length >= limits.historyEntries;
  return decideRedeliver({ type: 'redeliver', now, by, historyFull }, approval);
}
