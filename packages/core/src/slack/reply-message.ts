import type { KnownBlock } from '@slack/types';
import type { DrawnMessage } from './card.js';

/** A private message in the form that a `response_url` and a slash command's own answer take. */
export function privateReply({ text, blocks }: DrawnMessage): {
  readonly response_type: 'ephemeral';
  readonly replace_original: false;
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
} {
  return { response_type: 'ephemeral', replace_original: false, text, blocks };
}
