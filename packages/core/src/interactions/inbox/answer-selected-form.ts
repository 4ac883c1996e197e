import { limits } from '../../domain/model/limits.js';
import { plainText } from '../../domain/model/live-text.js';
import { noFacts } from '../../domain/model/policy.js';
import { notFound } from '../../domain/model/refusal.js';
import { choicesOf } from '../../domain/policy/choices.js';
import { judgeVote } from '../../domain/policy/judge-vote.js';
import { wordsOf } from '../../messages/words-of.js';
import type { RawResponse } from '../../ports/raw-http.js';
import type { Loaded } from '../../record/loaded.js';
import type { Call } from '../../runtime/call.js';
import { deadline } from '../../runtime/deadline.js';
import { handOver, storeTimeLeft } from '../../runtime/exchange.js';
import { slackTimeline } from '../../runtime/slack-timeline.js';
import { cleanText, cutText } from '../../slack/blocks/text.js';
import {
  parseSelectedMetadata,
  type SelectedMetadata,
  type SelectedOne,
} from '../../slack/request/home/selected-metadata.js';
import type { ViewSubmission } from '../../slack/request/interaction.js';
import { explanationModal } from '../../slack/surfaces/modal-views.js';
import { selectedField, selectedResults } from '../../slack/surfaces/selected-form.js';
import { loadOurs } from '../../storage/load.js';
import { sayWhy } from '../../views/explain-end.js';
import type { Ballot } from '../../votes/ballot.js';
import { json } from '../replies/answers.js';
import { castSelected, type Selected, type SelectedCast } from './cast-selected.js';
import { deferWaiting } from './defer-waiting.js';
import { redrawHome } from './home.js';
import { resultOf } from './selected-result.js';

/**
 * Answers the form for several approvals: it casts one vote after the other, each with the digest that the form showed, and shows in
 * the form what came of each. What finds no time is not cast, and the form says so. The same submission again casts nothing twice.
 *
 * @param home - what the App Home shows in which the form was opened; null: not known
 */
export async function answerSelectedForm(call: Call<ViewSubmission>, home: string | null): Promise<RawResponse> {
  const { app, interaction: submission } = call;
  const form = parseSelectedMetadata(submission.privateMetadata);
  if (form === null) {
    const view = explanationModal(app.messages, 'approve', sayWhy(app, notFound));
    return json(200, { response_action: 'update', view });
  }
  const selected = await ballotsOf(call, form);
  const errors = missingReasons(call, selected);
  if (Object.keys(errors).length > 0) return json(200, { response_action: 'errors', errors });

  const { exchange, settled } = deferWaiting(call.exchange);
  const casts: SelectedCast[] = [];
  for (const one of selected) casts.push(await castSelected({ ...call, exchange }, one));
  const results = casts.map((cast) => resultOf(call, cast));
  const after = Promise.all([settled(), storeRefusals(call, casts), redrawHome(call, home)]);
  await deadline(after, timeLeft(call, slackTimeline.publishHomeByMs), () => null);
  return json(200, { response_action: 'update', view: selectedResults(wordsOf(app.messages), results) });
}

function timeLeft({ exchange }: Pick<Call<unknown>, 'exchange'>, byMs: number): number {
  return exchange.startedAt + byMs - performance.now();
}

async function ballotsOf(call: Call<ViewSubmission>, form: SelectedMetadata): Promise<readonly Selected[]> {
  const { app, exchange, interaction } = call;
  // what fails or is late here is read again by the vote
  const loads = form.entries.map(({ id }) =>
    deadline(loadOurs(app, id), storeTimeLeft(exchange), () => null).catch(() => null),
  );
  const found = await Promise.all(loads);
  return form.entries.map((entry, index) => {
    const one = found[index];
    const known = one?.type === 'loaded' ? one : null;
    return { known, ballot: ballotOf(interaction, entry, { known, actionTs: form.actionTs }) };
  });
}

function ballotOf(
  { values, user, appId, teamId, enterpriseId }: ViewSubmission,
  { id, digest, seenStage }: SelectedOne,
  { known, actionTs }: { readonly known: Loaded | null; readonly actionTs: string },
): Ballot {
  const reason = cutText(cleanText(values[selectedField.reason(id)] ?? '').trim(), limits.reasonLength);
  return {
    approvalId: id,
    digest,
    seenStage,
    by: user,
    answer: 'approve',
    choice: values[selectedField.choice(id)] ?? onlyChoice(known),
    reason: reason === '' ? null : reason,
    via: 'slack_bulk_form',
    seen: null,
    actionTs,
    installation: { appId, teamId, enterpriseId },
  };
}

/** The choice that the form named, as it is the only one that approves. */
function onlyChoice(known: Loaded | null): string | null {
  const approving = known === null ? [] : (choicesOf(known.record.approval) ?? []).filter(isApproving);
  return approving.length === 1 ? (approving[0]?.id ?? null) : null;
}

function isApproving({ answer }: { readonly answer: string }): boolean {
  return answer === 'approve';
}

/** Where a reason is lacking, nothing is cast, so that the person can add it in the same form. */
function missingReasons(
  { app }: Call<ViewSubmission>,
  selected: readonly Selected[],
): Readonly<Record<string, string>> {
  const now = app.clock();
  const errors = selected.flatMap(({ ballot, known }) => {
    if (known === null || ballot.reason !== null) return [];
    const { by, answer, choice, digest, seenStage, installation } = ballot;
    const vote = { by, answer, choice, digest, channelId: null, installation, facts: noFacts, reason: 'none' } as const;
    const judged = judgeVote(known.record.approval, { ...vote, ...(seenStage && { seenStage }) }, now);
    return judged.answer === 'refused' && judged.refusal.code === 'reason_required'
      ? [[selectedField.reason(ballot.approvalId), plainText(sayWhy(app, judged.refusal))] as const]
      : [];
  });
  return Object.fromEntries(errors);
}

/** Stores who was refused, best effort. */
async function storeRefusals({ app, exchange }: Call<ViewSubmission>, casts: readonly SelectedCast[]): Promise<void> {
  const refused = casts.flatMap((cast) => (cast.type === 'refused' && cast.code !== 'repeat' ? [cast] : []));
  if (refused.length === 0) return;
  await handOver(app, exchange, async () => {
    for (const { storeRefusal } of refused) await storeRefusal();
  });
}
