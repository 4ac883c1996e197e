import { mayLook } from '../../domain/access/may-look.js';
import { decideTick } from '../../domain/decide/decide-tick.js';
import { evolveOn } from '../../domain/evolve/evolve.js';
import type { Approval } from '../../domain/model/approval.js';
import { wordsOf } from '../../messages/words-of.js';
import { factsToShow, lookerOf } from '../../people/look-at.js';
import type { RawResponse } from '../../ports/raw-http.js';
import type { ApprovalRecord } from '../../record/record.js';
import type { Call } from '../../runtime/call.js';
import { inTime } from '../../runtime/exchange.js';
import { maxSelected } from '../../slack/request/home/selected-metadata.js';
import { selectedRows } from '../../slack/request/home/selected-rows.js';
import type { BlockAction } from '../../slack/request/interaction.js';
import { selectedForm } from '../../slack/surfaces/selected-form.js';
import { loadOurs } from '../../storage/load.js';
import { cardOf } from '../../views/card-of.js';
import { mayApprove } from '../../votes/may-approve.js';
import { ok } from '../replies/answers.js';
import { inHome, openOnTop } from '../replies/open-modal.js';
import { replyPrivately } from '../replies/reply.js';

/**
 * Opens the form for what a person has ticked in their App Home, as it is by now. It writes nothing. It has what they can approve, and
 * counts the others without a word about them.
 *
 * @throws {SlackApprovalError} store_timeout — the store did not answer in time
 */
export async function openSelectedForm(call: Call<BlockAction>): Promise<RawResponse> {
  const { app, interaction: click } = call;
  const words = wordsOf(app.messages);
  const ids = selectedRows(click.viewState, app.namespace);
  if (ids.length === 0) return await replyPrivately(call, words.selectFirst);

  const read = ids.slice(0, maxSelected);
  const records = await approvableOf(call, read);
  const [first, ...others] = records.map((record) => cardOf(app, record));
  if (first === undefined) return await replyPrivately(call, words.noneApprovable);
  const form = selectedForm({
    views: [first, ...others],
    unread: ids.length - read.length,
    refused: read.length - records.length,
    actionTs: click.actionTs,
  });
  if ((await openOnTop(call, inHome(click, form))) !== null) return ok;
  return await replyPrivately(call, words.formNotOpened);
}

/** The approvals that this person can approve now, in the order of the App Home. */
async function approvableOf(call: Call<BlockAction>, ids: readonly string[]): Promise<readonly ApprovalRecord[]> {
  const { app, exchange, interaction: click } = call;
  const found = await inTime(exchange, Promise.all(ids.map((id) => loadOurs(app, id))));
  const records = found.flatMap((one) => (one.type === 'loaded' ? [one.record] : []));
  const now = app.clock();
  // what time decides is decided, even if it is not stored yet
  const current = ({ approval }: ApprovalRecord): Approval => evolveOn(approval, decideTick(approval, now));
  // a vote in a modal is no vote on the card in a channel
  const looker = lookerOf({ ...click, channelId: null });
  const facts = await factsToShow(call, looker, records.map(current), mayLook);
  return records
    .filter((record) => mayApprove(current(record), looker, facts, now))
    .sort((one, other) => other.approval.askedAt - one.approval.askedAt);
}
