import type { Button, Checkboxes, KnownBlock } from '@slack/types';
import { unmarked } from '../../domain/model/live-text.js';
import type { Messages } from '../../messages/words/messages.js';
import { actions } from '../blocks/blocks.js';
import { button } from '../blocks/elements.js';
import { checkbox } from '../blocks/form-elements.js';
import { instantFormat } from '../blocks/mrkdwn.js';
import { dateLeaf, type Leaf, richText, richTextSection, textLeaf } from '../blocks/rich-text.js';
import { cutText } from '../blocks/text.js';
import { type CardAnswer, countedText } from '../card/card-answers.js';
import { confirmDialog } from '../card/card-buttons.js';
import { deadText, outcomeLeaves } from '../card/card-outcome.js';
import type { CardView } from '../card/card-view.js';
import { live, liveLeaves } from '../card/live-leaves.js';
import { shownLengths } from '../card/shown-lengths.js';
import { stageText } from '../card/stage-text.js';
import { type ActionVerb, actionId } from '../request/action-ids.js';
import { buttonValue } from '../request/button-value.js';
import { rowBlockId } from '../request/home/selected-rows.js';

/** A person's open approvals, sorted by when they were asked, newest first. */
export interface Overview {
  readonly waiting: readonly CardView[];
  readonly asked: readonly CardView[];
  /** There are older pending approvals that were not looked at. */
  readonly isPartial: boolean;
  readonly words: Messages;
}

/** An approval in a list: its title, its state, more lines, and buttons, with a box to tick before them if it can be selected. */
export function rowBlocks(
  view: CardView,
  buttons: readonly RowButton[],
  more: readonly (readonly Leaf[])[] = [],
  isSelectable = false,
): readonly KnownBlock[] {
  const { id, digest } = view;
  const title = textLeaf(cutText(view.content?.title ?? view.words.erased, shownLengths.title), { bold: true });
  const lines = richText([[title], aboutLeaves(view), ...outcomeLines(view), ...more].map(richTextSection));
  // an erased approval has nothing to open
  if (view.content === null) return [lines];
  const drawn = buttons.map((one) => rowButton(view, one));
  return [
    lines,
    isSelectable ? actions([selectBox(view), ...drawn], { blockId: rowBlockId(id, digest) }) : actions(drawn),
  ];
}

function selectBox({ namespace, id, words }: CardView): Checkboxes {
  return checkbox(actionId(namespace, 'select'), words.select, false, id);
}

/** The heading of a list, smaller than a header block. */
export function headingBlock(text: string): KnownBlock {
  return richText([richTextSection([textLeaf(text, { bold: true })])]);
}

function aboutLeaves(view: CardView): readonly Leaf[] {
  const { requester, onBehalfOf, status, expiresAt, approvals, kind, stage, words } = view;
  const by = live.requester(typeof requester === 'string' ? cutText(requester, shownLengths.requester) : requester);
  const about = words.kindAskedBy({
    kind: unmarked(kind),
    by,
    onBehalfOf: onBehalfOf === null ? null : live.person(onBehalfOf),
  });
  if (status !== 'pending') return liveLeaves(about);
  const facts = [
    about,
    ...(stage === null ? [] : [stageText(view, stage)]),
    ...(expiresAt === null ? [] : [words.until({ at: live.instant(expiresAt) })]),
    ...(approvals.needed > 1 ? [countedText(view)] : []),
  ];
  return liveLeaves(facts.join(' · '));
}

/** The decision, a delivery that died, and the last step that has been reported. */
function outcomeLines(view: CardView): readonly (readonly Leaf[])[] {
  const { status, delivery, progress, words } = view;
  if (status === 'pending') return [];
  const step = progress.findLast(({ state }) => state !== 'pending');
  return [
    outcomeLeaves(view),
    ...(delivery?.state === 'dead' ? [[`✗ ${deadText(status, words)}`]] : []),
    ...(step === undefined ? [] : [[words.stepState({ step: step.step, state: step.state }), ...stepTime(step.at)]]),
  ];
}

function stepTime(at: number | null): readonly Leaf[] {
  return at === null ? [] : [', ', dateLeaf(at, instantFormat)];
}

/** A button of a row: an answer, for which a form opens, or anything else. */
export type RowButton = CardAnswer | Exclude<ActionVerb, 'open_approve_form' | 'open_reject_form'>;

function rowButton(view: CardView, wanted: RowButton): Button {
  const { namespace, id, digest, words, content } = view;
  const isAnswer = typeof wanted !== 'string';
  const verb = isAnswer ? formVerbs[wanted.answer] : wanted;
  const text = isAnswer ? wanted.label : labelOf(wanted, words);
  const [choice, style] = isAnswer ? [wanted.choice, wanted.style] : [null, null];
  return button({
    text,
    actionId: actionId(namespace, verb, choice),
    value: buttonValue(id, digest),
    accessibilityLabel: `${text}: ${content?.title ?? words.erased}`,
    ...(style === null ? {} : { style }),
    ...(verb === 'retry_delivery' ? { confirm: confirmDialog(view, text, words.confirmRetry) } : {}),
  });
}

const formVerbs = { approve: 'open_approve_form', reject: 'open_reject_form' } as const;

function labelOf(verb: ActionVerb, words: Messages): string {
  if (verb === 'withdraw') return words.withdraw;
  if (verb === 'open_card') return words.openCard;
  return verb === 'retry_delivery' ? words.retryDelivery : words.details;
}
