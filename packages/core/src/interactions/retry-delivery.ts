import { mayRetry } from '../domain/access/may-look.js';
import { decideRedeliver } from '../domain/decide/decide-after.js';
import { isCopy } from '../domain/model/copies.js';
import { limits } from '../domain/model/limits.js';
import { refusal } from '../domain/model/refusal.js';
import { isSlackApprovalError } from '../errors.js';
import { clickerOf, factsToShow, lookAt, lookerOf } from '../people/look.js';
import type { RawResponse } from '../ports/raw-http.js';
import { done } from '../runtime/exchange.js';
import type { DecidedWithParts } from '../storage/change.js';
import type { Loaded } from '../storage/load.js';
import { changeInTime } from '../votes/change-in-time.js';
import type { ClickContext } from './click-context.js';
import { redrawHome } from './home.js';
import { notShown } from './open-modal.js';
import { sendReceipt } from './receipt.js';
import { replyPrivately } from './reply.js';

/** Has a dead delivery tried again, for those who asked or may answer. The decision is the same, its id and its bytes too. */
export async function retryDelivery(context: ClickContext, id: string): Promise<RawResponse> {
  const { runtime, slack, click, exchange } = context;
  const say = (text: string) => replyPrivately(runtime, slack, click, text);
  const looker = lookerOf(click);
  const found = await lookAt(runtime, slack, id, clickerOf(click), exchange);
  if (found.type !== 'loaded') return await say(notShown[found.type]);
  const { approval } = found.record;
  const facts = await factsToShow(slack, looker, [approval], mayRetry, exchange);
  const sight = mayRetry(approval, looker, facts);
  if (sight.answer !== 'yes') return await say(notYours[sight.answer]);

  try {
    const decide = ({ record }: Loaded, now: number) => decideRetry(record, click.user, now);
    const changed = await changeInTime(runtime, slack, id, { decide, grows: true }, exchange);
    if (changed.type !== 'done') return await say(notShown[changed.type]);
    if (changed.refusal !== null) return await say(changed.refusal.explanation);
    if (click.isHome) await redrawHome(runtime, slack, click, exchange);
    const isOnCard = isCopy(changed.loaded.record.approval.work.copies, click.channelId, click.messageTs);
    return isOnCard ? done : await sendReceipt(context, changed.loaded, 'It is being handed over once more.');
  } catch (error) {
    if (isSlackApprovalError(error) && error.code === 'record_too_large') return await say(error.message);
    throw error;
  }
}

const notYours = {
  no: 'Only those who asked for this or may decide it can have it sent again.',
  unknown: 'Slack could not be asked whether you may decide this. Please try again in a minute.',
} as const;

function decideRetry(
  { approval, history }: Loaded['record'],
  by: ClickContext['click']['user'],
  now: number,
): DecidedWithParts {
  // a program may repeat what was delivered, for a receiver that lost it; a button that has been standing for a while may not
  if (approval.status !== 'pending' && approval.delivery.state === 'delivered')
    return { events: [], refusal: refusal('nothing_to_deliver', 'This has been handed over already.') };
  const historyFull = history.length >= limits.historyEntries;
  return decideRedeliver({ type: 'redeliver', now, by, historyFull }, approval);
}
