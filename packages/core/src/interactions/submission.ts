import { isCopy } from '../domain/model/copies.js';
import { limits } from '../domain/model/limits.js';
import type { Person } from '../domain/model/person.js';
import type { RawResponse } from '../ports/raw-http.js';
import { done, type Exchange, handOver, json } from '../runtime/exchange.js';
import type { Runtime, SlackAccess } from '../runtime/runtime.js';
import { cleanText, cutText } from '../slack/blocks/text.js';
import type { FormOrigin, ModalForm } from '../slack/request/action-ids.js';
import { parseButtonValue } from '../slack/request/button-value.js';
import type { ViewSubmission } from '../slack/request/interaction.js';
import { explanationModal, reasonField } from '../slack/surfaces/modal-views.js';
import { unreadable } from '../views/unreadable.js';
import { type Ballot, type Cast, castVote, nothingFound } from '../votes/cast-vote.js';
import { redrawHome } from './home.js';
import { answerIsIn } from './receipt.js';

type VoteForm = Exclude<ModalForm, 'withdraw_form'>;

/** A form with a reason came back. Everything is checked again: it may have been open for an hour. */
export async function answerSubmission(
  runtime: Runtime,
  slack: SlackAccess,
  submission: ViewSubmission,
  form: VoteForm,
  origin: FormOrigin | null,
  exchange: Exchange,
): Promise<RawResponse> {
  const title = form === 'approve_form' ? 'approve' : 'reject';
  const explain = (text: string): RawResponse =>
    json(200, { response_action: 'update', view: explanationModal(runtime.messages, title, text) });
  const ballot = ballotOf(submission, form, origin);
  if (ballot === null) return explain(nothingFound.explanation);

  const cast = await castVote(runtime, slack, ballot, exchange, () => false);
  if (cast.type === 'newer') return explain(unreadable.newer);
  if (origin === 'elsewhere') await redrawHome(runtime, slack, { ...submission, channelId: null }, exchange);
  if (cast.type !== 'refused') return answerStored(cast, ballot.by, origin, explain);
  if (cast.refusal.code === 'repeat') return done;
  if (cast.refusal.code === 'reason_required')
    return json(200, { response_action: 'errors', errors: { [reasonField]: cast.refusal.explanation } });
  await handOver(runtime, exchange, cast.storeRefusal);
  return explain(cast.refusal.explanation);
}

/** The card shows what was answered on it; an answer that was given elsewhere is confirmed in the form. */
function answerStored(
  { loaded: { record } }: Exclude<Cast, { type: 'refused' | 'newer' }>,
  by: Person,
  origin: FormOrigin | null,
  explain: (text: string) => RawResponse,
): RawResponse {
  const { copies } = record.approval.work;
  const isOnCard = origin === null || (origin !== 'elsewhere' && isCopy(copies, origin.channelId, origin.messageTs));
  return isOnCard ? done : explain(answerIsIn(record.approval, by));
}

function ballotOf(submission: ViewSubmission, form: VoteForm, origin: FormOrigin | null): Ballot | null {
  const button = parseButtonValue(submission.privateMetadata);
  if (button === null) return null;
  const { appId, teamId, enterpriseId, values, viewId, hash, user } = submission;
  const reason = cutText(cleanText(values[reasonField] ?? '').trim(), limits.reasonLength);
  return {
    approvalId: button.id,
    digest: button.digest,
    by: user,
    answer: form === 'approve_form' ? 'approve' : 'reject',
    reason: reason === '' ? null : reason,
    via: 'slack_form',
    // the message is known from the click that opened the form; a form teaches none
    seen: origin === null || origin === 'elsewhere' ? null : { ...origin, isEphemeral: true },
    actionTs: `view:${viewId}:${hash ?? ''}`,
    installation: { appId, teamId, enterpriseId },
  };
}
