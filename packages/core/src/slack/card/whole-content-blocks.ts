import type { KnownBlock } from '@slack/types';
import { header, section } from '../blocks/blocks.js';
import { slackLimits } from '../blocks/limits.js';
import { type Leaf, richText, richTextSection, textLeaf } from '../blocks/rich-text.js';
import { contentBlocks } from './card.js';
import type { SeenContent } from './card-content.js';
import { linkBlocks } from './card-links.js';
import type { CardView } from './card-view.js';

/** More fields than this are written one below the other, because a modal has no room for so many blocks. */
const maxFieldsInColumns = 40;

/** All of the content, however long, so that people can read to its end before they vote. */
export function wholeContentBlocks({ content, words }: Pick<CardView, 'content' | 'words'>): readonly KnownBlock[] {
  if (content === null || isShort(content)) return contentBlocks({ content, words });
  const { title, summary, fields = {}, links, text } = content;
  return [
    header(title),
    ...(title.length > slackLimits.headerText ? [paragraphs(title)] : []),
    ...(summary === undefined ? [] : [summary.length > slackLimits.text ? paragraphs(summary) : section(summary)]),
    ...fieldBlocks(fields),
    ...linkBlocks(links),
    ...(text === undefined ? [] : [paragraphs(text)]),
  ];
}

function isShort({ title, summary = '', fields = {}, text = '' }: SeenContent): boolean {
  return (
    title.length <= slackLimits.headerText &&
    summary.length <= slackLimits.text &&
    text.length <= slackLimits.text &&
    Object.keys(fields).length <= maxFieldsInColumns &&
    Object.entries(fields).every(([label, value]) => label.length + 1 + value.length <= slackLimits.sectionField)
  );
}

function fieldBlocks(fields: Readonly<Record<string, string>>): readonly KnownBlock[] {
  const leaves = Object.entries(fields).flatMap(([label, value], index): readonly Leaf[] => [
    ...chunks(index === 0 ? label : `\n${label}`).map((chunk) => textLeaf(chunk, { bold: true })),
    ...chunks(`\n${value}`),
  ]);
  return leaves.length === 0 ? [] : [richText([richTextSection(leaves)])];
}

function paragraphs(text: string): KnownBlock {
  return richText([richTextSection(chunks(text))]);
}

/** Cuts a text into pieces that each fit a leaf, and never inside a surrogate pair. */
function chunks(text: string): readonly string[] {
  const pieces: string[] = [];
  for (let start = 0; start < text.length; ) {
    const end = start + slackLimits.text;
    const last = text.charCodeAt(end - 1);
    const stop = end < text.length && last >= 0xd800 && last <= 0xdbff ? end - 1 : end;
    pieces.push(text.slice(start, stop));
    start = stop;
  }
  return pieces;
}
