import type { KnownBlock } from '@slack/types';
import { header, section } from '../blocks/blocks.js';
import { slackLimits } from '../blocks/limits.js';
import { richText, richTextSection, textLeaves } from '../blocks/rich-text.js';
import { linkBlocks } from './card-links.js';
import type { CardView } from './card-view.js';
import { fieldRows } from './field-rows.js';

/** All of the content, however long, so that people can read to its end before they vote. */
export function wholeContentBlocks({ content, words }: Pick<CardView, 'content' | 'words'>): readonly KnownBlock[] {
  if (content === null) return [section(words.erased)];
  const { title, summary, fields = {}, links, text } = content;
  return [
    header(title),
    ...(title.length > slackLimits.headerText ? [paragraph(title)] : []),
    ...(summary === undefined ? [] : [summary.length > slackLimits.text ? paragraph(summary) : section(summary)]),
    ...fieldRows(fields),
    ...linkBlocks(links),
    ...(text === undefined ? [] : [paragraph(text)]),
  ];
}

function paragraph(text: string): KnownBlock {
  return richText([richTextSection(textLeaves(text))]);
}
