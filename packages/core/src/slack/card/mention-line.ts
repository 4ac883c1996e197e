import type { KnownBlock } from '@slack/types';
import type { Mentions } from '../../domain/policy/mentions.js';
import { messageBlocks, section } from '../blocks/blocks.js';
import { slackLimits } from '../blocks/limits.js';
import { mention, usergroupMention } from '../blocks/mrkdwn.js';
import { fitMrkdwn } from '../blocks/text.js';
import { mrkdwn } from '../blocks/text-objects.js';
import type { DrawnMessage } from './card.js';

/**
 * Adds a line of mentions to a message that is about to be posted, above its buttons. Slack notifies the people of a post; an
 * update is sent without the line, so that it mentions no one.
 */
export function withMentions({ text, blocks }: DrawnMessage, { people, groups }: Mentions): DrawnMessage {
  const line = [...people.map(mention), ...groups.map(usergroupMention)].join(' ');
  if (line === '') return { text, blocks };
  return {
    text: `${fitMrkdwn(text, slackLimits.messageText - line.length - 1)}\n${line}`,
    blocks: messageBlocks(aboveButtons(blocks, section(mrkdwn(line)))),
  };
}

function aboveButtons(blocks: readonly KnownBlock[], line: KnownBlock): readonly KnownBlock[] {
  const last = blocks.at(-1);
  return last?.type === 'actions' ? [...blocks.slice(0, -1), line, last] : [...blocks, line];
}
