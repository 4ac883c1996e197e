import type { Markup } from './markup.js';

/** Parses a plain text: `:name:` is an emoji, everything else is text. */
export function parseEmoji(text: string): readonly Markup[] {
  // every second piece is a name
  return text.split(/:([a-z0-9_+'-]+):/).flatMap((piece, index): readonly Markup[] => {
    if (index % 2 === 1) return [{ type: 'emoji', name: piece }];
    return piece === '' ? [] : [{ type: 'text', text: piece }];
  });
}
