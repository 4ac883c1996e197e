import type { KnownBlock } from '@slack/types';
import type { DrawnMessage } from '../card/card.js';

/**
 * A private message in the form that a `response_url` and a slash command's own answer take.
 *
 * @param replaces - it takes the place of the private message that was clicked
 */
export function privateReply(
  { text, blocks }: DrawnMessage,
  replaces = false,
): {
  readonly response_type: 'ephemeral';
  readonly replace_original: boolean;
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
} {
  return { response_type: 'ephemeral', replace_original: replaces, text, blocks };
}
