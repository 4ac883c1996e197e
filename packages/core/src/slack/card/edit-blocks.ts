import type { KnownBlock } from '@slack/types';
import { leavesMrkdwn } from '../blocks/leaves-mrkdwn.js';
import { type Leaf, richText, richTextSection, textLeaf, userLeaf } from '../blocks/rich-text.js';
import { cutText } from '../blocks/text.js';
import type { CardView } from './card-view.js';
import { shownLengths } from './shown-lengths.js';

const maxEdits = 5;

/** What an approver changed before approving, and who: one line for each value. */
export function editBlocks({ edited, words }: CardView): readonly KnownBlock[] {
  if (edited === null) return [];
  const title: readonly Leaf[] = [textLeaf(`${words.editedBy} `, { bold: true }), userLeaf(edited.by.userId)];
  const lines = linesOf(edited).map((line): readonly Leaf[] => [line]);
  return [richText([title, ...lines].map((leaves) => richTextSection(leaves)))];
}

/** The same as one line of mrkdwn; empty if nobody edited it. */
export function editLine({ edited, words }: CardView): string {
  if (edited === null) return '';
  return leavesMrkdwn([`${words.editedBy} `, userLeaf(edited.by.userId), `: ${linesOf(edited).join('; ')}`]);
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

function linesOf({ changes }: NonNullable<CardView['edited']>): readonly string[] {
  const max = shownLengths.changedValue;
  const lines = changes
    .slice(0, maxEdits)
    .map(({ label, from, to }) => `${cutText(label, max)}: ${cutText(from, max)} → ${cutText(to, max)}`);
  const omitted = changes.length - lines.length;
  return omitted > 0 ? [...lines, `and ${omitted} more`] : lines;
}
