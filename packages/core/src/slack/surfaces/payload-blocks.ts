import type { KnownBlock } from '@slack/types';
import { slackLimits } from '../blocks/limits.js';
import { richText, richTextPreformatted, richTextSection, textLeaf } from '../blocks/rich-text.js';
import { piecesOf } from '../blocks/text.js';
import type { CardView } from '../card/card-view.js';

/** Indented JSON above this would need too many blocks of a modal: it is then shown without line breaks, at most 32 KB. */
const maxIndentedLength = 64 * 1_024;
/** Characters that a reader cannot see, or that change the order of what is read: they are shown by their number. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * Shows a whole payload as JSON, which Slack never parses.
 *
 * The payload is JSON of at most 32 KB.
 */
export function payloadBlocks({ payload, words }: Pick<CardView, 'payload' | 'words'>): readonly KnownBlock[] {
  const title = richText([richTextSection([textLeaf(words.payload, { bold: true })])]);
  return [title, ...chunksOf(toLines(payload)).map((chunk) => richText([richTextPreformatted(chunk)]))];
}

function toLines(payload: unknown): readonly string[] {
  const indented = JSON.stringify(payload, null, 2);
  const text = indented.length <= maxIndentedLength ? indented : JSON.stringify(payload);
  // the line feeds of the indentation are the only ones: JSON escapes those of the texts
  return text.split('\n').map((line) => line.replace(invisible, escapeCharacter));
}

function escapeCharacter(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}

/** Joins lines to texts that each fit a code block. A longer line is cut, never inside a surrogate pair. */
function chunksOf(lines: readonly string[]): readonly string[] {
  const chunks: string[] = [];
  let current = '';
  for (const piece of lines.flatMap((line) => piecesOf(line, slackLimits.text))) {
    const joined = current === '' ? piece : `${current}\n${piece}`;
    if (joined.length <= slackLimits.text) {
      current = joined;
      continue;
    }
    chunks.push(current);
    current = piece;
  }
  return [...chunks, current];
}
