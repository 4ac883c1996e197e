import type { CardSize } from '../../domain/model/approval.js';
import { unmarked } from '../../domain/model/live-text.js';
import { slackLimits } from '../blocks/limits.js';
import { escapeMrkdwn, link } from '../blocks/mrkdwn.js';
import { fitMrkdwn } from '../blocks/text.js';
import { countedText } from './card-answers.js';
import { outcomeLine } from './card-outcome.js';
import type { CardView } from './card-view.js';
import { editLine } from './edit-blocks.js';
import { fieldLine } from './field-rows.js';
import { live, liveMrkdwn } from './live-leaves.js';
import { stageText } from './stage-text.js';

/** How long the text of a card may be. A card that Slack has refused as too long is described in fewer characters. */
const maxTextLengths = {
  whole: slackLimits.messageText,
  smaller: 1_500,
  shortest: 300,
} as const satisfies Record<CardSize, number>;

/** The whole card as text, for notifications, screen readers and clients that show no blocks. */
export function cardText(view: CardView, size: CardSize = 'whole'): string {
  const { content, expiresAt, status, words } = view;
  const asked = words.titleAskedBy({
    title: unmarked(content?.title ?? words.erased),
    by: live.requester(view.requester),
    onBehalfOf: view.onBehalfOf === null ? null : live.person(view.onBehalfOf),
  });
  const lines = [liveMrkdwn(asked), stateLine(view)];
  if (status === 'pending' && expiresAt !== null) lines.push(liveMrkdwn(words.until({ at: live.instant(expiresAt) })));
  if (view.decision?.reason) lines.push(`${words.reason}: ${escapeMrkdwn(view.decision.reason)}`);
  if (view.edited !== null) lines.push(editLine(view));
  if (content?.summary !== undefined) lines.push(escapeMrkdwn(content.summary));
  for (const [label, value] of Object.entries(content?.fields ?? {})) lines.push(fieldLine(label, value));
  for (const [label, url] of Object.entries(content?.links ?? {})) lines.push(link(url, label));
  if (content?.text !== undefined) lines.push(escapeMrkdwn(content.text));
  return fitMrkdwn(lines.join('\n'), maxTextLengths[size]);
}

/** What the approval waits for, or how it ended, as mrkdwn. */
export function stateLine(view: CardView): string {
  const { status, approvals, delivery, words } = view;
  if (status === 'pending') {
    const stage = view.stage === null ? '' : `${escapeMrkdwn(stageText(view, view.stage))}. `;
    const waits = approvals.needed > 1 ? words.waitingFor({ counted: countedText(view) }) : words.waitingForAnswer;
    return `${stage}${escapeMrkdwn(waits)}`;
  }
  const dead =
    status === 'approved' && delivery?.state === 'dead'
      ? [escapeMrkdwn(`${words.neverCarriedOut}: ${delivery.reason ?? words.noReasonGiven}`)]
      : [];
  const last = view.progress.findLast((one) => one.state !== 'pending');
  const step = last === undefined ? [] : [escapeMrkdwn(words.stepState({ step: last.step, state: last.state }))];
  return [liveMrkdwn(outcomeLine(view)), ...dead, ...step].join(' · ');
}
