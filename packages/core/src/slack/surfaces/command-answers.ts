import type { KnownBlock } from '@slack/types';
import type { Messages } from '../../messages/words/messages.js';
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

function listBlocks({ waiting, asked, isPartial, words }: Overview, max: number): readonly KnownBlock[] {
  return [
    ...part(words.homeList({ list: 'waiting' }), waiting, max, words.homeListEmpty({ list: 'waiting' }), words),
    ...(isPartial ? [context([plain(words.onlyNewestRead)])] : []),
    ...part(
      words.homeList({ list: 'asked' }),
      asked,
      Math.min(max, maxAsked),
      words.homeListEmpty({ list: 'asked' }),
      words,
    ),
  ];
}

function part(
  title: string,
  views: readonly CardView[],
  max: number,
  none: string,
  words: Messages,
): readonly KnownBlock[] {
  const omitted = views.length - max;
  return [
    headingBlock(title),
    ...(views.length === 0 ? [context([plain(none)])] : []),
    ...views.slice(0, max).flatMap((view) => rowBlocks(view, ['details'], [[textLeaf(view.id, { code: true })]])),
    ...(omitted > 0 ? [context([plain(words.andMore({ count: omitted }))])] : []),
  ];
}

function listText({ waiting, asked, words }: Overview): string {
  return escapeMrkdwn(words.listCounted({ waiting: waiting.length, asked: asked.length }));
}

/** The commands themselves are the same in every language. */
const commands = [
  ['list', 'helpList'],
  ['show <id>', 'helpShow'],
  ['approve <id>', 'helpApprove'],
  ['reject <id>', 'helpReject'],
  ['approve <id> <choice>', 'helpChoose'],
  ['why <id>', 'helpWhy'],
  ['help', 'helpHelp'],
] as const;

/**
 * Draws the help of the slash command.
 *
 * @param name - the command as the person typed it; the Slack app's settings choose its name
 * @param problem - why the command was not understood; null if the person asked for help
 */
export function drawHelp(words: Messages, name: string, problem: string | null): DrawnMessage {
  const first: readonly Leaf[] = [...(problem === null ? [] : [`${problem} `]), words.commandHelp];
  const items = commands.map(([text, meaning]): readonly Leaf[] => [
    textLeaf(`${name} ${text}`, { code: true }),
    `: ${words[meaning]}`,
  ]);
  const lines = commands.map(([text, meaning]) => escapeMrkdwn(`${name} ${text}: ${words[meaning]}`));
  return {
    text: [leavesMrkdwn(first), ...lines].join('\n'),
    blocks: [richText([richTextSection(first), richTextList(items)])],
  };
}
