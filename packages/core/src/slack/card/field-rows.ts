import type { KnownBlock, RichTextSection } from '@slack/types';
import { leavesMrkdwn } from '../blocks/leaves-mrkdwn.js';
import { slackLimits } from '../blocks/limits.js';
import { dateLeaf, type Leaf, richText, richTextSection, textLeaves } from '../blocks/rich-text.js';
import { cleanText, cutText, fitText, piecesOf } from '../blocks/text.js';
import { isDate, type SeenFields, type SeenValue } from './field-values.js';
import { instantFormat } from './instant-format.js';

/** How much of a label and of a value a row shows, in UTF-16 units. A longer text is cut and ends in `…`. */
export interface RowLengths {
  readonly label: number;
  readonly value: number;
}

const wholeLengths: RowLengths = { label: Number.POSITIVE_INFINITY, value: Number.POSITIVE_INFINITY };

/** One row for each field: the label in bold, then its value. All rows are one block, and Slack parses none of their text. */
export function fieldRows(fields: SeenFields, lengths: RowLengths = wholeLengths): readonly KnownBlock[] {
  const rows = Object.entries(fields).map(([label, value]) => fieldRow(label, value, lengths));
  return rows.length === 0 ? [] : [richText(rows)];
}

function fieldRow(label: string, value: SeenValue, lengths: RowLengths): RichTextSection {
  return richTextSection([
    ...textLeaves(cutText(label, lengths.label), { bold: true }),
    // a value of several lines is read from the start of a line
    hasLines(value) ? ':\n' : ': ',
    ...valueLeaves(value, lengths.value),
  ]);
}

function hasLines(value: SeenValue): boolean {
  return typeof value === 'string' && cleanText(value).trim().includes('\n');
}

/** A value as it is read: a date in the reader's time zone, and anything else as literal text of at most `max` UTF-16 units. */
export function valueLeaves(value: SeenValue, max: number): readonly Leaf[] {
  if (isDate(value)) return [dateLeaf(Date.parse(value.date), instantFormat)];
  return piecesOf(fitText(String(value), max), slackLimits.text);
}

/** The same row as mrkdwn. */
export function fieldLine(label: string, value: SeenValue): string {
  return leavesMrkdwn([`${label}: `, ...valueLeaves(value, Number.POSITIVE_INFINITY)]);
}
