import type { Button, KnownBlock } from '@slack/types';
import { actions, messageBlocks } from '../blocks/blocks.js';
import { button } from '../blocks/elements.js';
import { leavesMrkdwn } from '../blocks/leaves-mrkdwn.js';
import { slackLimits } from '../blocks/limits.js';
import { richText, richTextSection } from '../blocks/rich-text.js';
import { fitMrkdwn } from '../blocks/text.js';
import { cardBlocks, type DrawnMessage, maxBlocksLength } from '../card/card.js';
import { cardText } from '../card/card-text.js';
import type { CardView } from '../card/card-view.js';
import { liveLeaves } from '../card/live-leaves.js';
import { actionId } from '../request/action-ids.js';
import { buttonValue } from '../request/button-value.js';

/** The button that opens the form for a withdrawal. Shown only to people who may withdraw. */
export function withdrawBlock(view: CardView): KnownBlock {
  return actions([ownButton(view, 'withdraw', view.words.withdraw)]);
}

/** A button that is shown only to people who may press it. */
export function ownButton(
  { namespace, id, digest, words, content }: CardView,
  verb: 'withdraw' | 'take_back_vote',
  text: string,
): Button {
  return button({
    text,
    actionId: actionId(namespace, verb),
    value: buttonValue(id, digest),
    accessibilityLabel: `${text}: ${content?.title ?? words.erased}`,
  });
}

/** Draws the card for the person who asked for it by a command, under a line of text. It is not a copy and is never updated. */
export function drawPrivateCard(view: CardView, line: string | null, mayWithdraw: boolean): DrawnMessage {
  return withLine(view, line, (room) => {
    const more = mayWithdraw ? [withdrawBlock(view)] : [];
    return [...cardBlocks(view, room - lengthOf(more)), ...more];
  });
}

/** Replaces a private card after a click: the result, and no buttons. */
export function drawReceipt(view: CardView, line: string): DrawnMessage {
  return withLine(view, line, (room) => cardBlocks(view, room).filter((block) => block.type !== 'actions'));
}

function withLine(
  view: CardView,
  line: string | null,
  blocksIn: (room: number) => readonly KnownBlock[],
): DrawnMessage {
  const leaves = line === null ? [] : liveLeaves(line);
  const first = leaves.length === 0 ? [] : [richText([richTextSection(leaves)])];
  return {
    text: fitMrkdwn(
      [...(line === null ? [] : [leavesMrkdwn(leaves)]), cardText(view)].join('\n'),
      slackLimits.messageText,
    ),
    blocks: messageBlocks([...first, ...blocksIn(maxBlocksLength - lengthOf(first))]),
  };
}

function lengthOf(blocks: readonly KnownBlock[]): number {
  return JSON.stringify(blocks).length;
}
