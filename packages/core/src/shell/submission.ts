import type { RawResponse } from '../ports/raw-http.js';
import type { ModalForm } from '../slack/action-ids.js';
import { parseButtonValue } from '../slack/button-value.js';
import type { ViewSubmission } from '../slack/interaction.js';
import { explanationModal, mostReasonLength, parseFormMetadata, reasonField } from '../slack/modal-views.js';
import { cleanText, cutText } from '../slack/text.js';
import { type Ballot, castVote, nothingFound } from './cast-vote.js';
import { done, type Exchange, handOver, json } from './exchange.js';
import type { Shell, SlackAccess } from './shell.js';
import { unreadable } from './unreadable.js';

/** A form with a reason came back. Everything is checked again: it may have been open for an hour. */
export async function answerSubmission(
  shell: Shell,
  slack: SlackAccess,
  submission: ViewSubmission,
  form: ModalForm,
  exchange: Exchange,
): Promise<RawResponse> {
  const explain = (text: string): RawResponse =>
    json(200, { response_action: 'update', view: explanationModal(titleOf(shell, form), text, shell.words.close) });
  const ballot = ballotOf(submission, form);
  if (ballot === null) return explain(nothingFound.explanation);

  const cast = await castVote(shell, slack, ballot, exchange, () => false);
  if (cast.type === 'newer') return explain(unreadable.newer);
  if (cast.type !== 'refused' || cast.refusal.code === 'repeat') return done;
  if (cast.refusal.code === 'reason_required')
    return json(200, { response_action: 'errors', errors: { [reasonField]: cast.refusal.explanation } });
  await handOver(shell, exchange, cast.storeRefusal);
  return explain(cast.refusal.explanation);
}

function titleOf({ words }: Shell, form: ModalForm): string {
  return form === 'approve_form' ? words.approve : words.reject;
}

function ballotOf(submission: ViewSubmission, form: ModalForm): Ballot | null {
  const { value, seen } = parseFormMetadata(submission.privateMetadata);
  const button = parseButtonValue(value);
  if (button === null) return null;
  const { appId, teamId, enterpriseId, values, viewId, hash, user } = submission;
  const reason = cutText(cleanText(values[reasonField] ?? '').trim(), mostReasonLength);
  return {
    approvalId: button.id,
    digest: button.digest,
    by: user,
    answer: form === 'approve_form' ? 'approve' : 'reject',
    reason: reason === '' ? null : reason,
    via: 'slack_form',
    // the message is known from the click that opened the form; a form teaches none
    seen: seen === null ? null : { ...seen, isEphemeral: true },
    actionTs: `view:${viewId}:${hash ?? ''}`,
    installation: { appId, teamId, enterpriseId },
  };
}
