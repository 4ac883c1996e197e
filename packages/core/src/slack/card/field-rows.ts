import type { KnownBlock, RichTextDate, RichTextElement, RichTextSection, RichTextText } from '@slack/types';
import { leavesMrkdwn } from '../blocks/leaves-mrkdwn.js';
import { slackLimits } from '../blocks/limits.js';
import { instantFormat } from '../blocks/mrkdwn.js';
import { dateLeaf, type Leaf, richText, textLeaves } from '../blocks/rich-text.js';
import { cutText, fitText, piecesOf } from '../blocks/text.js';
import { isDate, type SeenDate, type SeenFields, type SeenValue } from './field-values.js';

/** How much of a label and of a value a row shows, in UTF-16 units. A longer text is cut and ends in `…`. */
export interface RowLengths {
  readonly label: number;
  readonly value: number;
}

const wholeLengths: RowLengths = { label: Number.POSITIVE_INFINITY, value: Number.POSITIVE_INFINITY };

/** One row for each field: the label in bold, then its value. All rows are one block, and Slack parses none of their text. */
export function fieldRows(fields: SeenFields, lengths: RowLengths = wholeLengths): readonly KnownBlock[] {
  // pushed, not mapped: JSON.stringify is slower on an array made by map
  const rows: RichTextSection[] = [];
  for (const [label, value] of Object.entries(fields)) rows.push(fieldRow(label, value, lengths));
  return rows.length === 0 ? [] : [richText(rows)];
}

const bold = { bold: true } as const;
const before: RichTextText = { type: 'text', text: ': ' };
/** A value of several lines is read from the start of a line. */
const beforeLines: RichTextText = { type: 'text', text: ':\n' };

// every card passes here: its leaves are made and cleaned once
function fieldRow(label: string, value: SeenValue, lengths: RowLengths): RichTextSection {
  const elements: RichTextElement[] = [];
  elements.push(...textLeaves(cutText(label, lengths.label), bold));
  if (isDate(value)) elements.push(before, instantLeaf(value));
  else {
    const leaves = textLeaves(cutText(String(value), lengths.value));
    elements.push(leaves.some(hasLines) ? beforeLines : before, ...leaves);
  }
  return { type: 'rich_text_section', elements };
}

function hasLines({ text }: RichTextText): boolean {
  return text.includes('\n') && text.trim().includes('\n');
}

/** A value as it is read: a date in the reader's time zone, and anything else as literal text of at most `max` UTF-16 units. */
export function valueLeaves(value: SeenValue, max: number): readonly Leaf[] {
  if (isDate(value)) return [instantLeaf(value)];
  return piecesOf(fitText(String(value), max), slackLimits.text);
}

function instantLeaf({ date }: SeenDate): RichTextDate {
  return dateLeaf(Date.parse(date), instantFormat);
}

/** The same row as mrkdwn. */
export function fieldLine(label: string, value: SeenValue): string {
  return leavesMrkdwn([`${label}: `, ...valueLeaves(value, Number.POSITIVE_INFINITY)]);
}
