import type { KnownBlock, ModalView } from '@slack/types';
import type { Messages } from '../../messages/words/messages.js';
import { actions, context } from '../blocks/blocks.js';
import { type Leaf, textLeaf } from '../blocks/rich-text.js';
import { cutText } from '../blocks/text.js';
import { plain } from '../blocks/text-objects.js';
import { modal } from '../blocks/view.js';
import { cardBlocks, maxBlocksLength } from '../card/card.js';
import type { CardView } from '../card/card-view.js';
import { live, liveLeaves } from '../card/live-leaves.js';
import { shownLengths } from '../card/shown-lengths.js';
import { type ListPlace, pageButtons } from './list-place.js';
import { headingBlock, rowBlocks } from './overview-rows.js';
import { withdrawBlock } from './private-card.js';
import { viewMetadata } from './view-metadata.js';

/** A page of a channel's pending approvals. */
export interface ListPage {
  readonly namespace: string;
  readonly words: Messages;
  readonly channelId: string;
  readonly entries: readonly { readonly view: CardView; readonly isPosted: boolean }[];
  /** The previous page ends before this place; null on the first page. */
  readonly previous: ListPlace | null;
  /** The next page begins at this place; null on the last page. */
  readonly next: ListPlace | null;
  /** There are older approvals that were not read. */
  readonly isPartial: boolean;
}

/** Draws the list. An entry takes two blocks and opens its card; with at most four more it stays within the 100 of a modal. */
export function listModal(page: ListPage): ModalView {
  const { words, channelId, entries, isPartial } = page;
  return modal({
    title: words.openApprovals,
    close: words.close,
    privateMetadata: viewMetadata(channelId),
    blocks: [
      ...(entries.length === 0 ? [context([plain(words.noneOpen)])] : [headingBlock(words.newestFirst)]),
      ...entries.flatMap(({ view, isPosted }) =>
        rowBlocks(view, ['open_card'], [...summaryOf(view), whenAsked(view, isPosted)]),
      ),
      ...(isPartial ? [context([plain(words.notAllRead)])] : []),
      ...pageBlocks(page),
    ],
  });
}

/** The start of the summary, because titles of one kind are often the same. */
function summaryOf({ content }: CardView): readonly (readonly Leaf[])[] {
  const summary = content?.summary;
  return summary === undefined ? [] : [[textLeaf(cutText(summary, shownLengths.summary))]];
}

function whenAsked({ words, askedAt }: CardView, isPosted: boolean): readonly Leaf[] {
  return liveLeaves(words.askedAt({ at: live.instant(askedAt), isPosted }));
}

function pageBlocks(page: ListPage): readonly KnownBlock[] {
  const buttons = pageButtons(page, page.words.openApprovals);
  return buttons.length === 0 ? [] : [actions(buttons)];
}

/** Draws the card of an approval, opened from the list. It is not a copy and is never updated. */
export function cardModal(view: CardView, channelId: string | null, mayWithdraw: boolean): ModalView {
  const more = mayWithdraw ? [withdrawBlock(view)] : [];
  return modal({
    title: view.words.approval,
    close: view.words.close,
    ...(channelId === null ? {} : { privateMetadata: viewMetadata(channelId) }),
    blocks: [...cardBlocks(view, maxBlocksLength), ...more],
  });
}
