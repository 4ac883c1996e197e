import type { Button, ConfirmationDialog, KnownBlock } from '@slack/types';
import { actions } from '../blocks/blocks.js';
import { button, confirm } from '../blocks/elements.js';
import { slackLimits } from '../blocks/limits.js';
import { cleanText, cutText } from '../blocks/text.js';
import { type ActionVerb, actionId } from '../request/action-ids.js';
import { buttonValue, stageBlockId } from '../request/button-value.js';
import { answersOf, type CardAnswer } from './card-answers.js';
import type { CardView } from './card-view.js';

/** Approve and Reject, or the choices, while the card is pending, Retry where the delivery was given up, and always Details. */
export function buttonBlocks(view: CardView): readonly KnownBlock[] {
  const { content, status, delivery, words } = view;
  if (content === null) return [];
  const ask = (verb: ActionVerb, text: string, consequence: string | null, more: AnswerButton = {}): Button =>
    button({
      text,
      actionId: actionId(view.namespace, verb, more.choice),
      value: buttonValue(view.id, view.digest),
      accessibilityLabel: `${text}: ${content.title}`,
      ...(more.style ? { style: more.style } : {}),
      ...(consequence === null ? {} : { confirm: confirmDialog(view, text, consequence) }),
    });
  const details = ask('details', words.details, null);
  if (status !== 'pending') {
    const retry = ask('retry_delivery', words.retryDelivery, words.confirmRetry);
    return [actions(delivery?.state === 'dead' ? [details, retry] : [details])];
  }
  const answers = answersOf(view).map((one) =>
    // a form asks for confirmation itself
    ask(one.answer, one.label, one.opensForm ? null : one.consequence, one),
  );
  return [actions([...answers, details], view.stage === null ? undefined : { blockId: stageBlockId(view.stage) })];
}

type AnswerButton = Partial<Pick<CardAnswer, 'choice' | 'style'>>;

/** How much of the title a dialog shows at least, in UTF-16 units. */
const minTitleLength = 100;

/** The dialog before a click counts: what it is about, and what the click brings about. The title is cut, so that the rest fits. */
export function confirmDialog(
  { content, words }: Pick<CardView, 'content' | 'words'>,
  action: string,
  consequence: string,
): ConfirmationDialog {
  // one line: a title must not write further sentences into the dialog
  const title = cleanText(content?.title ?? words.erased)
    .replace(/\s+/g, ' ')
    .trim();
  const room = Math.max(minTitleLength, slackLimits.confirmText - consequence.length - 1);
  return confirm({
    title: action,
    text: `${cutText(title, room)}\n${consequence}`,
    confirm: action,
    deny: words.cancel,
  });
}
