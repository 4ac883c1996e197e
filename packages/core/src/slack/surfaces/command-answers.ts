import type { KnownBlock } from '@slack/types';
import { context } from '../blocks/blocks.js';
import { leavesMrkdwn } from '../blocks/leaves-mrkdwn.js';
import { escapeMrkdwn } from '../blocks/mrkdwn.js';
import { type Leaf, richText, richTextList, richTextSection, textLeaf } from '../blocks/rich-text.js';
import { plain } from '../blocks/text-objects.js';
import { type DrawnMessage, maxBlocksLength } from '../card/card.js';
import type { CardView } from '../card/card-view.js';
import { headingBlock, type Overview, rowBlocks } from './overview-rows.js';

const maxWaiting = 10;
const maxAsked = 5;

/** Draws what waits for a person and what they asked for, as much as fits into a message. */
export function drawList(overview: Overview): DrawnMessage {
  for (let max = maxWaiting; max > 0; max -= 1) {
    const blocks = listBlocks(overview, max);
    if (JSON.stringify(blocks).length <= maxBlocksLength) return { text: listText(overview), blocks };
  }
  return { text: listText(overview), blocks: listBlocks(overview, 0) };
}

function listBlocks({ waiting, asked, isPartial }: Overview, max: number): readonly KnownBlock[] {
  return [
    ...part('Waiting for you', waiting, max, 'Nothing is waiting for you.'),
    ...(isPartial ? [context([plain('Only the newest open questions were looked at.')])] : []),
    ...part('Asked by you', asked, Math.min(max, maxAsked), 'Nothing that you asked for is open.'),
  ];
}

function part(title: string, views: readonly CardView[], max: number, none: string): readonly KnownBlock[] {
  const omitted = views.length - max;
  return [
    headingBlock(title),
    ...(views.length === 0 ? [context([plain(none)])] : []),
    ...views.slice(0, max).flatMap((view) => rowBlocks(view, ['details'], [[textLeaf(view.id, { code: true })]])),
    ...(omitted > 0 ? [context([plain(`and ${omitted} more`)])] : []),
  ];
}

function listText({ waiting, asked }: Overview): string {
  return `Waiting for you: ${waiting.length}. Asked by you: ${asked.length}.`;
}

const commands: readonly (readonly [text: string, meaning: string])[] = [
  ['list', 'what waits for you, and what you asked for'],
  ['show <id>', 'the card of an approval'],
  ['approve <id>', 'the card, to approve it'],
  ['reject <id>', 'the card, to reject it'],
  ['approve <id> <choice>', 'the same, where there are answers to choose from'],
  ['why <id>', 'whether you may decide it, and why or why not'],
  ['help', 'this'],
];

/**
 * Draws the help of the slash command.
 *
 * @param name - the command as the person typed it; the Slack app's settings choose its name
 * @param problem - why the command was not understood; null if the person asked for help
 */
export function drawHelp(name: string, problem: string | null): DrawnMessage {
  const first: readonly Leaf[] = [
    ...(problem === null ? [] : [`${problem} `]),
    'Approvals are answered on their cards. This command helps to find them; only you see its answers.',
  ];
  const items = commands.map(([text, meaning]): readonly Leaf[] => [
    textLeaf(`${name} ${text}`, { code: true }),
    `: ${meaning}`,
  ]);
  const lines = commands.map(([text, meaning]) => escapeMrkdwn(`${name} ${text}: ${meaning}`));
  return {
    text: [leavesMrkdwn(first), ...lines].join('\n'),
    blocks: [richText([richTextSection(first), richTextList(items)])],
  };
}
