import type { CardContent } from '@k8s-pizza/slack-approval';
import type { ToolCall } from './tool-call.js';

/** In UTF-8. A card has 8 KB, in which a quotation mark takes two bytes. */
const maxTextBytes = 3_500;
const maxTitleBytes = 200;

/**
 * Describes a call on a card: its tool, and its arguments as JSON.
 *
 * Pass it as the `card` of the kind for `otherTools`. Arguments of more than 3.5 KB are cut on the card. Details shows all of them.
 */
export function describeToolCall({ tool, input }: ToolCall): CardContent {
  const text = JSON.stringify(input, null, 2) ?? 'no arguments';
  const shown = cut(text, maxTextBytes);
  return {
    title: `Run ${cut(tool, maxTitleBytes)}?`,
    text: shown === text ? text : `${shown}…\n(Details shows all arguments.)`,
  };
}

/** Cuts a text to whole characters. */
function cut(text: string, maxBytes: number): string {
  const bytes = Buffer.from(text);
  // a character that was cut is decoded as U+FFFD
  return bytes.length <= maxBytes
    ? text
    : bytes
        .subarray(0, maxBytes)
        .toString()
        .replace(/\uFFFD+$/, '');
}
