import type { HomeView, KnownBlock } from '@slack/types';
import type { Messages } from '../../messages/words/messages.js';
import { context, divider, header } from '../blocks/blocks.js';
import { plain } from '../blocks/text-objects.js';
import { homeView } from '../blocks/view.js';
import { answersOf } from '../card/card-answers.js';
import type { CardView } from '../card/card-view.js';
import { type Overview, type RowButton, rowBlocks } from './overview-rows.js';

// two blocks for a row and a few for each part: at most 86 of the 100 that the App Home takes
const maxWaiting = 18;
const maxAsked = 10;
const maxDecided = 10;

/** Draws the App Home: what waits for the person, what they asked for, and the latest decisions. People vote in forms there. */
export function drawHome({ waiting, asked, decided, isPartial, words }: Overview): HomeView {
  return homeView([
    ...part(words, [words.waitingForYou, words.nothingWaitsForYou], waiting, maxWaiting, (view) => [
      ...answersOf(view),
      'details',
    ]),
    ...(isPartial ? [context([plain(words.onlyNewestRead)])] : []),
    divider(),
    ...part(words, [words.askedByYou, words.nothingAskedByYou], asked, maxAsked, () => ['details', 'withdraw']),
    divider(),
    ...part(words, [words.decidedLately, words.nothingDecidedLately], decided, maxDecided, ({ delivery }) =>
      delivery?.state === 'dead' ? ['details', 'retry_delivery'] : ['details'],
    ),
  ]);
}

function part(
  words: Messages,
  [title, none]: readonly [title: string, none: string],
  views: readonly CardView[],
  max: number,
  buttonsOf: (view: CardView) => readonly RowButton[],
): readonly KnownBlock[] {
  const omitted = views.length - max;
  return [
    header(title),
    ...(views.length === 0 ? [context([plain(none)])] : []),
    ...views.slice(0, max).flatMap((view) => rowBlocks(view, buttonsOf(view))),
    ...(omitted > 0 ? [context([plain(words.andMore({ count: omitted }))])] : []),
  ];
}
