import { isCopy } from '../domain/model/copies.js';
import { limits } from '../domain/model/limits.js';
import { plainText } from '../domain/model/live-text.js';
import type { Person } from '../domain/model/person.js';
import { notFound } from '../domain/model/refusal.js';
import { inputsOf } from '../domain/policy/choices.js';
import { wordsOf } from '../messages/words-of.js';
import type { RawResponse } from '../ports/raw-http.js';
import type { Call } from '../runtime/call.js';
import { handOver } from '../runtime/exchange.js';
import type { Runtime } from '../runtime/runtime.js';
import { cleanText, cutText } from '../slack/blocks/text.js';
import type { FormOrigin, ModalForm } from '../slack/request/action-ids.js';
import { parseFormMetadata } from '../slack/request/form-metadata.js';
import type { ViewSubmission } from '../slack/request/interaction.js';
import { inputField } from '../slack/surfaces/input-blocks.js';
import { explanationModal, reasonField } from '../slack/surfaces/modal-views.js';
import { notShown, sayWhy } from '../views/explain-end.js';
import type { Ballot } from '../votes/ballot.js';
import { type Cast, castVote } from '../votes/cast-vote.js';
import { isSameAction } from '../votes/is-same-action.js';
import { submittedEdit } from '../votes/submitted-edit.js';
import { withEdit } from '../votes/with-edit.js';
import { redrawHome } from './inbox/home.js';
import { json, ok } from './replies/answers.js';
import { answerIsIn } from './replies/receipt.js';

/** Which form was submitted, and where it was opened. */
export interface VoteForm {
  readonly form: Extract<ModalForm, 'approve_form' | 'reject_form'>;
  readonly origin: FormOrigin | null;
  /** What the App Home shows in which it was opened; null: not known. */
  readonly home: string | null;
}

/** Answers a submitted form with a reason. It checks everything again, as the form may have been open for an hour. */
export async function answerSubmission(call: Call<ViewSubmission>, voteForm: VoteForm): Promise<RawResponse> {
  const { app, exchange, interaction: submission } = call;
  const { form, origin, home } = voteForm;
  const title = form === 'approve_form' ? 'approve' : 'reject';
  const explain = (text: string): RawResponse =>
    json(200, { response_action: 'update', view: explanationModal(app.messages, title, text) });
  const opened = ballotOf(submission, voteForm);
  if (opened === null) return explain(sayWhy(app, notFound));

  const { ballot, known } = await withEdit(call, opened, async (record) =>
    form === 'approve_form' ? await submittedEdit(app, record, submission.user, submission.values) : null,
  );
  const cast = await castVote(call, ballot, known);
  if (cast.type === 'newer') return explain(sayWhy(app, notShown.newer));
  if (origin === 'elsewhere') await redrawHome(call, home);
  if (cast.type !== 'refused') return answerCounted(app, cast, ballot.by, { origin, explain });
  if (cast.code === 'repeat') return isSameAction(cast, ballot) ? ok : explain(wordsOf(app.messages).answeredSince);
  if (cast.code === 'reason_required')
    return json(200, { response_action: 'errors', errors: { [reasonField]: plainText(cast.said) } });
  if (cast.code === 'invalid_edit') return json(200, { response_action: 'errors', errors: errorsOf(cast, ballot) });
  await handOver(app, exchange, cast.storeRefusal);
  return explain(cast.said);
}

/** The problems with what was entered, by the ids of their blocks. */
function errorsOf({ loaded }: Extract<Cast, { type: 'refused' }>, { edit }: Ballot): Readonly<Record<string, string>> {
  const names = Object.keys((loaded && inputsOf(loaded.record.approval)) ?? {});
  const problems = edit?.type === 'refused' ? Object.entries(edit.problems) : [];
  return Object.fromEntries(problems.map(([name, why]) => [inputField(names.indexOf(name)), why]));
}

/** Explains in the form that it is unknown, or belongs to another deployment. */
export function refuseSubmission({ app }: Call<ViewSubmission>, why: string): RawResponse {
  return json(200, { response_action: 'update', view: explanationModal(app.messages, 'details', why) });
}

/** The card shows a vote that was cast on it; a vote from elsewhere is confirmed in the form. */
function answerCounted(
  app: Runtime,
  { loaded: { record } }: Exclude<Cast, { type: 'refused' | 'newer' }>,
  by: Person,
  { origin, explain }: { readonly origin: FormOrigin | null; readonly explain: (text: string) => RawResponse },
): RawResponse {
  const { copies } = record.approval.work;
  const isOnCard = origin === null || (origin !== 'elsewhere' && isCopy(copies, origin.channelId, origin.messageTs));
  return isOnCard ? ok : explain(answerIsIn(app, record.approval, by));
}

function ballotOf(submission: ViewSubmission, { form, origin }: VoteForm): Ballot | null {
  const opened = parseFormMetadata(submission.privateMetadata);
  if (opened === null) return null;
  const { appId, teamId, enterpriseId, values, viewId, hash, user } = submission;
  const reason = cutText(cleanText(values[reasonField] ?? '').trim(), limits.reasonLength);
  return {
    approvalId: opened.id,
    digest: opened.digest,
    seenStage: opened.seenStage,
    by: user,
    answer: form === 'approve_form' ? 'approve' : 'reject',
    choice: opened.choice,
    reason: reason === '' ? null : reason,
    via: 'slack_form',
    // the click that opened the form told which message it was, so this teaches no new copy
    seen: origin === null || origin === 'elsewhere' ? null : { ...origin, isEphemeral: true },
    // a form that an older release opened has no stamp
    actionTs: opened.actionTs ?? `view:${viewId}:${hash ?? ''}`,
    installation: { appId, teamId, enterpriseId },
  };
}
