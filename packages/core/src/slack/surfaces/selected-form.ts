import type { KnownBlock, ModalView } from '@slack/types';
import { limits } from '../../domain/model/limits.js';
import { unmarked } from '../../domain/model/live-text.js';
import { isPlainObject } from '../../is-plain-object.js';
import { context, divider, input } from '../blocks/blocks.js';
import { option, plainTextInput, staticSelect } from '../blocks/elements.js';
import { slackLimits } from '../blocks/limits.js';
import { type Leaf, richText, richTextSection, textLeaf, textLeaves } from '../blocks/rich-text.js';
import { plain } from '../blocks/text-objects.js';
import { modal } from '../blocks/view.js';
import { answersOf, type CardAnswer } from '../card/card-answers.js';
import type { CardView } from '../card/card-view.js';
import { contextBlocks } from '../card/context-blocks.js';
import { wholeContentBlocks } from '../card/whole-content-blocks.js';
import { callbackId } from '../request/action-ids.js';
import { maxSelected, selectedMetadata } from '../request/home/selected-metadata.js';
import { inputText } from './input-blocks.js';

/** The ids of the blocks under the card of one approval, and of the inputs in them. */
export const selectedField = {
  choice: (id: string): string => `choice_${id}`,
  reason: (id: string): string => `reason_${id}`,
} as const;

/** What was selected. */
export interface Selection {
  /** Those that the person can approve now, at least one, in the order in which they are shown. */
  readonly views: readonly [CardView, ...CardView[]];
  /** How many were not read, as there were too many. */
  readonly unread: number;
  /** How many the person cannot approve any more. */
  readonly refused: number;
  /** The stamp of the click that opens the form. */
  readonly actionTs: string;
}

/** Slack takes views of 250 KB. Source: docs.slack.dev/reference/methods/views.open (view_too_large) */
const maxFormLength = 200_000;

/**
 * The form that approves several approvals, each shown in full. It has as many as Slack takes, at most ten, and says how many it
 * leaves out: an approval is never shown in part.
 */
export function selectedForm({ views, unread, refused, actionTs }: Selection): ModalView {
  const [{ words, namespace }] = views;
  const shown = thoseThatFit(views);
  const left = views.length - shown.length + unread;
  const title = words.approveCount({ count: shown.length });
  return modal({
    title,
    submit: title,
    close: words.cancel,
    callbackId: callbackId(namespace, 'selected_form', 'elsewhere'),
    privateMetadata: selectedMetadata({
      actionTs,
      entries: shown.map(({ view: { id, digest, stage } }) => ({
        id,
        digest,
        ...(stage === null ? {} : { seenStage: stage }),
      })),
    }),
    blocks: [
      context([plain(words.eachOnItsOwn)]),
      ...(left + refused === 0 ? [] : [context([plain(words.selectedLeftOut({ left, refused }))])]),
      ...shown.flatMap(({ blocks }) => blocks),
    ],
  });
}

interface Shown {
  readonly view: CardView;
  readonly blocks: readonly KnownBlock[];
}

/** The first that fit: one alone always does. Two blocks stay free for the lines above. */
function thoseThatFit(views: Selection['views']): readonly Shown[] {
  const shown: Shown[] = [];
  let count = 2;
  let length = 0;
  for (const view of views.slice(0, maxSelected)) {
    const blocks = blocksOf(view);
    count += blocks.length;
    length += JSON.stringify(blocks).length;
    if (count > slackLimits.modalBlocks || length > maxFormLength) break;
    shown.push({ view, blocks });
  }
  return shown;
}

function blocksOf(view: CardView): readonly KnownBlock[] {
  const approving = answersOf(view).filter(({ answer }) => answer === 'approve');
  return [
    divider(),
    ...wholeContentBlocks(view),
    ...contextBlocks(view),
    ...unchangedBlocks(view),
    ...consequenceBlocks(approving),
    ...choiceBlocks(view, approving),
    ...reasonBlocks(view, approving),
  ];
}

/** What an approver could change on the card, as it stays here. */
function unchangedBlocks({ inputs, payload, words }: CardView): readonly KnownBlock[] {
  const entries = Object.entries(inputs);
  if (entries.length === 0 || !isPlainObject(payload)) return [];
  const rows = entries.map(([name, one]) =>
    richTextSection([textLeaf(one.label, { bold: true }), ': ', ...textLeaves(inputText(one, payload[name], words))]),
  );
  return [context([plain(words.approvedUnchanged)]), richText(rows)];
}

/** What the kind itself says before an answer counts. */
function consequenceBlocks(approving: readonly CardAnswer[]): readonly KnownBlock[] {
  const lines = approving
    .filter(({ hasOwnWords }) => hasOwnWords)
    .map(({ label, consequence }): readonly Leaf[] => [textLeaf(label, { bold: true }), `: ${consequence}`]);
  return lines.length === 0 ? [] : [richText(lines.map(richTextSection))];
}

function choiceBlocks(view: CardView, approving: readonly CardAnswer[]): readonly KnownBlock[] {
  const { id, words } = view;
  const options = approving.flatMap(({ choice, label }) => (choice === null ? [] : [option(label, choice)]));
  const [only] = options;
  if (only === undefined) return [];
  if (options.length === 1) return [context([plain(words.answerWillBe({ choice: unmarked(only.text.text) }))])];
  const blockId = selectedField.choice(id);
  return [
    input({
      blockId,
      label: labelFor(view, words.chooseAnswer),
      element: staticSelect({ actionId: blockId, options, placeholder: words.chooseAnswer }),
    }),
  ];
}

/** Required if every answer needs a reason. If only some do, the submission asks for it. */
function reasonBlocks(view: CardView, approving: readonly CardAnswer[]): readonly KnownBlock[] {
  if (approving.every(({ form }) => form === 'none')) return [];
  const blockId = selectedField.reason(view.id);
  return [
    input({
      blockId,
      label: labelFor(view, view.words.reason),
      element: plainTextInput({ actionId: blockId, multiline: true, maxLength: limits.reasonLength }),
      optional: !approving.every(({ form }) => form === 'required'),
    }),
  ];
}

/** The same label stands under several cards, so it names the card. */
function labelFor({ content }: CardView, label: string): string {
  return content === null ? label : `${label}: ${content.title}`;
}

/** What came of one approval of the form. */
export interface SelectedResult {
  /** Null: the person may not see it. */
  readonly title: string | null;
  readonly isIn: boolean;
  readonly line: readonly Leaf[];
}

/** Replaces the form: what came of each of them. */
export function selectedResults(words: CardView['words'], results: readonly SelectedResult[]): ModalView {
  return modal({
    title: words.yourAnswers,
    close: words.close,
    blocks: results.map(({ title, isIn, line }) =>
      richText([
        ...(title === null ? [] : [richTextSection([textLeaf(title, { bold: true })])]),
        richTextSection([isIn ? '✓ ' : '✗ ', ...line]),
      ]),
    ),
  });
}
