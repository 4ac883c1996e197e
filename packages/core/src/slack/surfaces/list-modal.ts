import type { Button, KnownBlock, ModalView } from '@slack/types';
import { actions, context } from '../blocks/blocks.js';
import { button } from '../blocks/elements.js';
import { dateLeaf, type Leaf, textLeaf } from '../blocks/rich-text.js';
import { cutText } from '../blocks/text.js';
import { plain } from '../blocks/text-objects.js';
import { modal } from '../blocks/view.js';
import { cardBlocks, maxBlocksLength } from '../card/card.js';
import type { CardView } from '../card/card-view.js';
import type { CardWords } from '../card/card-words.js';
import { shownLengths } from '../card/shown-lengths.js';
import { type ActionVerb, actionId } from '../request/action-ids.js';
import { type ListPlace, placeValue } from './list-place.js';
import { headingBlock, rowBlocks } from './overview-rows.js';
import { withdrawBlock } from './private-card.js';
import { viewMetadata } from './view-metadata.js';

/** A page of the approvals that are open in a channel. */
export interface ListPage {
  readonly namespace: string;
  readonly words: CardWords;
  readonly channelId: string;
  readonly entries: readonly { readonly view: CardView; readonly isPosted: boolean }[];
  /** The page before this one ends before here; null: this is the first. */
  readonly previous: ListPlace | null;
  /** The next page begins here; null: this is the last. */
  readonly next: ListPlace | null;
  /** There are older ones that were not read. */
  readonly isPartial: boolean;
}

const when = '{date_short_pretty} {time}';

/** Each entry has its own card behind it. Two blocks for an entry and four more at most: of the 100 that a modal takes. */
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
      ...pageButtons(page),
    ],
  });
}

/** Titles of one kind are often the same: what differs is in the summary. */
function summaryOf({ content }: CardView): readonly (readonly Leaf[])[] {
  const summary = content?.summary;
  return summary === undefined ? [] : [[textLeaf(cutText(summary, shownLengths.summary))]];
}

function whenAsked({ words, askedAt }: CardView, isPosted: boolean): readonly Leaf[] {
  const asked: readonly Leaf[] = [textLeaf(`${words.asked} `), dateLeaf(askedAt, when)];
  return isPosted ? asked : [...asked, textLeaf(`; ${words.cardNotPosted}`)];
}

function pageButtons({ namespace, words, previous, next }: ListPage): readonly KnownBlock[] {
  const to = (verb: ActionVerb, text: string, place: ListPlace | null): readonly Button[] =>
    place === null
      ? []
      : [
          button({
            text,
            actionId: actionId(namespace, verb),
            value: placeValue(place),
            accessibilityLabel: `${text}: ${words.openApprovals}`,
          }),
        ];
  const buttons = [...to('previous_page', words.previousPage, previous), ...to('next_page', words.nextPage, next)];
  return buttons.length === 0 ? [] : [actions(buttons)];
}

/** An approval's own card, opened from the list of its channel. It is no copy: it is never kept in step. */
export function cardModal(view: CardView, channelId: string | null, mayWithdraw: boolean): ModalView {
  const more = mayWithdraw ? [withdrawBlock(view)] : [];
  return modal({
    title: view.words.approval,
    close: view.words.close,
    ...(channelId === null ? {} : { privateMetadata: viewMetadata(channelId) }),
    blocks: [...cardBlocks(view, maxBlocksLength), ...more],
  });
}
