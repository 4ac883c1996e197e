import type { KnownBlock } from '@slack/types';
import { unmarked } from '../../domain/model/live-text.js';
import type { CountWords } from '../../messages/words/list-words.js';
import type { Messages } from '../../messages/words/messages.js';
import { actions, messageBlocks } from '../blocks/blocks.js';
import { button } from '../blocks/elements.js';
import { leavesMrkdwn } from '../blocks/leaves-mrkdwn.js';
import { slackLimits } from '../blocks/limits.js';
import { type Leaf, richText, richTextSection, textLeaf } from '../blocks/rich-text.js';
import { cutText, fitMrkdwn } from '../blocks/text.js';
import type { DrawnMessage } from '../card/card.js';
import { live, liveLeaves } from '../card/live-leaves.js';
import { shownLengths } from '../card/shown-lengths.js';
import { actionId } from '../request/action-ids.js';

type Count = Parameters<CountWords>[0];

/** What the summary tells about a channel in which many cards wait to be posted. */
export interface SummaryView {
  readonly namespace: string;
  readonly words: Messages;
  /** Approvals whose card is not posted yet. */
  readonly waiting: Count;
  /** The approval that has waited longest; null if not all were counted. `title` is null once erased. */
  readonly oldest: { readonly title: string | null; readonly askedAt: number } | null;
  /** Since when cards have waited in this channel. */
  readonly since: number;
  /** Approvals that ended since then without a posted card. */
  readonly neverShown: Count;
  /** Approvals whose card Slack refuses. They are not part of `waiting`. */
  readonly refused: Count;
}

/** Draws the summary of the waiting cards, or its last state once all of them are posted. */
export function drawSummary(view: SummaryView): DrawnMessage {
  const lines = view.waiting.count === 0 ? lastLines(view) : waitingLines(view);
  return {
    text: fitMrkdwn(lines.map(leavesMrkdwn).join('\n'), slackLimits.messageText),
    blocks: messageBlocks([richText(lines.map(richTextSection)), ...listButton(view)]),
  };
}

function waitingLines(view: SummaryView): readonly (readonly Leaf[])[] {
  const { words, waiting, oldest, since } = view;
  return [
    [bold(words.waitForCards(waiting))],
    ...(oldest === null
      ? []
      : [liveLeaves(words.oldest({ title: unmarked(cutText(oldest.title ?? words.erased, shownLengths.title)) }))]),
    liveLeaves(words.waitingSince({ at: live.instant(oldest?.askedAt ?? since) })),
    [textLeaf(words.onePerSecond)],
    ...countLines(view),
  ];
}

function lastLines(view: SummaryView): readonly (readonly Leaf[])[] {
  return [[bold(view.words.allPosted)], ...countLines(view)];
}

function countLines({ words, neverShown, refused }: SummaryView): readonly (readonly Leaf[])[] {
  return [
    ...(neverShown.count === 0 ? [] : [[textLeaf(words.endedUnshown(neverShown))]]),
    ...(refused.count === 0 ? [] : [[textLeaf(words.refusedCards(refused))]]),
  ];
}

/** The button that opens the list; none once all cards are posted. */
function listButton({ namespace, words, waiting }: SummaryView): readonly KnownBlock[] {
  if (waiting.count === 0) return [];
  return [
    actions([
      button({
        text: words.showList,
        actionId: actionId(namespace, 'show_list'),
        accessibilityLabel: `${words.showList}: ${words.waitForCards(waiting)}`,
      }),
    ]),
  ];
}

function bold(text: string): Leaf {
  return textLeaf(text, { bold: true });
}
