import type { KnownBlock } from '@slack/types';
import type { CardSize } from '../../domain/model/approval.js';
import type { Messages } from '../../messages/words/messages.js';
import { context, divider, header, messageBlocks, section } from '../blocks/blocks.js';
import { type Leaf, richText, richTextSection, textLeaf } from '../blocks/rich-text.js';
import { cutText } from '../blocks/text.js';
import { mrkdwn, plain } from '../blocks/text-objects.js';
import { buttonBlocks } from './card-buttons.js';
import type { SeenContent } from './card-content.js';
import { linkBlocks } from './card-links.js';
import { outcomeBlocks } from './card-outcome.js';
import { cardText, stateLine } from './card-text.js';
import type { CardView } from './card-view.js';
import { contextBlocks } from './context-blocks.js';
import { editBlocks, withShortEdits } from './edit-blocks.js';
import { fieldRows, type RowLengths, valueLeaves } from './field-rows.js';
import type { SeenValue } from './field-values.js';
import { shownLengths } from './shown-lengths.js';

export interface DrawnMessage {
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
}

/**
 * The maximum length of a message's blocks as JSON. Slack limits them together and does not document the number; about 13,200 was
 * measured. Source: slackapi/bolt-js#2509
 */
export const maxBlocksLength = 12_000;
const maxFields = 40;
const maxChanges = 5;
/** How much of each field is shown: less of it, before all are left out. With the last of these, 40 plain ones fit. */
const [row, ...shorterRows]: readonly [RowLengths, ...RowLengths[]] = [
  { label: 300, value: 2_000 },
  { label: 75, value: 300 },
  { label: 60, value: 75 },
];

/** The same for a card that Slack refused as too long although it was within the known limits. */
const smallerBlocksLength = 3_000;

/** Draws the card for the current record. */
export function drawCard(view: CardView, size: CardSize = 'whole'): DrawnMessage {
  const text = cardText(view, size);
  if (size === 'shortest') return { text, blocks: messageBlocks(shortestBlocks(view)) };
  const room = size === 'whole' ? maxBlocksLength : smallerBlocksLength;
  return { text, blocks: messageBlocks(cardBlocks(view, room)) };
}

/** The title, the state and the buttons. Details shows the rest. */
function shortestBlocks(view: CardView): readonly KnownBlock[] {
  if (view.content === null) return [titleBlock(view)];
  return [titleBlock(view), section(mrkdwn(stateLine(view))), ...buttonBlocks(view)];
}

/**
 * The blocks of a card in at most `room` characters of JSON. Long text is left out first, then fields are cut and left out, then
 * the details of steps. Who decides and what was decided always stay.
 */
export function cardBlocks(view: CardView, room: number): readonly KnownBlock[] {
  const fits = (blocks: readonly KnownBlock[]): boolean => JSON.stringify(blocks).length <= room;
  const whole = blocksOf(view);
  if (view.content === null || fits(whole)) return whole;
  const withoutLongText = withoutText(view, view.content);
  const brief = withTitleOnly(view, view.content.title);
  const shorter = [
    blocksOf(withoutLongText),
    ...shorterRows.map((lengths) => blocksOf(withoutLongText, lengths)),
    blocksOf(brief),
    blocksOf(withDetailsOf(brief, shownLengths.stepDetail)),
  ];
  return shorter.find(fits) ?? blocksOf(withDetailsOf(brief, 0));
}

function withoutText(view: CardView, { text: _, ...content }: SeenContent): CardView {
  const summary = `${content.summary ?? ''} ${view.words.tooLongToShowWhole}`.trim();
  return { ...view, content: { ...content, summary }, changes: [] };
}

function withTitleOnly(view: CardView, title: string): CardView {
  const content = { title, summary: view.words.tooLongToShow };
  const edited = withShortEdits(view.edited, shownLengths.shortEdit);
  return { ...view, content, changes: [], edited, context: [] };
}

function withDetailsOf(view: CardView, max: number): CardView {
  const shortened = (detail: string | null): string | null =>
    detail === null || max === 0 ? null : cutText(detail, max);
  return { ...view, progress: view.progress.map((step) => ({ ...step, detail: shortened(step.detail) })) };
}

/** What happened stands under the title, because it is what people look for once it is decided. */
function blocksOf(view: CardView, lengths: RowLengths = row): readonly KnownBlock[] {
  const outcome = outcomeBlocks(view);
  const content = contentBlocks(view, lengths);
  return [
    titleBlock(view),
    ...outcome,
    // tells what happened from what was asked
    ...(outcome.length === 0 || content.length === 0 ? [] : [divider()]),
    ...content,
    ...changeBlocks(view),
    ...editBlocks(view),
    ...contextBlocks(view),
    ...buttonBlocks(view),
  ];
}

function titleBlock({ content, words }: CardView): KnownBlock {
  return content === null ? section(words.erased) : header(content.title);
}

function contentBlocks({ content, words }: CardView, lengths: RowLengths): readonly KnownBlock[] {
  if (content === null) return [];
  const { summary, fields = {}, links, text } = content;
  const entries = Object.entries(fields);
  const omitted = entries.length - maxFields;
  return [
    ...(summary === undefined ? [] : [section(summary)]),
    ...fieldRows(Object.fromEntries(entries.slice(0, maxFields)), lengths),
    ...(omitted > 0 ? [context([plain(words.andMore({ count: omitted }))])] : []),
    ...linkBlocks(links),
    ...(text === undefined ? [] : [richText(text)]),
  ];
}

function changeBlocks({ changes, status, words }: CardView): readonly KnownBlock[] {
  if (changes.length === 0 || status !== 'pending') return [];
  const lines = changes
    .slice(0, maxChanges)
    .map(({ label, from, to }) =>
      joinTexts([
        `${cutText(label, shownLengths.changedValue)}: `,
        ...changedLeaves(from, words),
        ' → ',
        ...changedLeaves(to, words),
      ]),
    );
  const omitted = changes.length - lines.length;
  const title = textLeaf(words.changedSinceShown, { bold: true });
  return [
    richText(
      [[title], ...lines, ...(omitted > 0 ? [[words.andMore({ count: omitted })]] : [])].map((leaves) =>
        richTextSection(leaves),
      ),
    ),
  ];
}

function changedLeaves(value: SeenValue | null, words: Messages): readonly Leaf[] {
  return value === null ? [words.nothing] : valueLeaves(value, shownLengths.changedValue);
}

/** Joins neighbouring texts to one leaf, which takes less of the room for blocks. */
function joinTexts(leaves: readonly Leaf[]): readonly Leaf[] {
  const joined: Leaf[] = [];
  for (const leaf of leaves) {
    const last = joined.at(-1);
    if (typeof leaf === 'string' && typeof last === 'string') joined[joined.length - 1] = last + leaf;
    else joined.push(leaf);
  }
  return joined;
}
