import type { KnownBlock } from '@slack/types';
import type { DrawnMessage } from '../card/card.js';

/**
 * A private message in the form for a `response_url` and for the response to a slash command.
 *
 * @param replaces - whether it replaces the private message that was clicked
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
