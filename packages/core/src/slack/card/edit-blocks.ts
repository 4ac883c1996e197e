import type { KnownBlock } from '@slack/types';
import type { Messages } from '../../messages/words/messages.js';
import { escapeMrkdwn } from '../blocks/mrkdwn.js';
import { type Leaf, richText, richTextSection, textLeaf } from '../blocks/rich-text.js';
import { cutText } from '../blocks/text.js';
import type { CardView } from './card-view.js';
import { live, liveLeaves, liveMrkdwn } from './live-leaves.js';
import { shownLengths } from './shown-lengths.js';

const maxEdits = 5;

/** What an approver changed before approving, and who: one line for each value. */
export function editBlocks({ edited, words }: CardView): readonly KnownBlock[] {
  if (edited === null) return [];
  const title = liveLeaves(words.editedBy({ by: live.person(edited.by) })).map(inBold);
  const lines = linesOf(edited, words).map((line): readonly Leaf[] => [line]);
  return [richText([title, ...lines].map((leaves) => richTextSection(leaves)))];
}

/** The same as one line of mrkdwn; empty if nobody edited it. */
export function editLine({ edited, words }: CardView): string {
  if (edited === null) return '';
  const by = words.editedBy({ by: live.person(edited.by) });
  return `${liveMrkdwn(by)}: ${escapeMrkdwn(linesOf(edited, words).join('; '))}`;
}

/** What was changed, with values of at most so many characters. */
export function withShortEdits(edited: CardView['edited'], max: number): CardView['edited'] {
  if (edited === null) return null;
  const short = (text: string): string => cutText(text, max);
  const changes = edited.changes.map(({ label, from, to }) => ({
    label: short(label),
    from: short(from),
    to: short(to),
  }));
  return { ...edited, changes };
}

function inBold(leaf: Leaf): Leaf {
  return typeof leaf === 'string' ? textLeaf(leaf, { bold: true }) : leaf;
}

function linesOf({ changes }: NonNullable<CardView['edited']>, words: Messages): readonly string[] {
  const max = shownLengths.changedValue;
  const lines = changes
    .slice(0, maxEdits)
    .map(({ label, from, to }) => `${cutText(label, max)}: ${cutText(from, max)} → ${cutText(to, max)}`);
  const omitted = changes.length - lines.length;
  return omitted > 0 ? [...lines, words.andMore({ count: omitted })] : lines;
}
