import type { HomeView, KnownBlock } from '@slack/types';
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
export function drawHome({ waiting, asked, decided, isPartial }: Overview): HomeView {
  return homeView([
    ...part('Waiting for you', waiting, maxWaiting, 'Nothing is waiting for you.', (view) => [
      ...answersOf(view),
      'details',
    ]),
    ...(isPartial ? [context([plain('Only the newest open questions were looked at.')])] : []),
    divider(),
    ...part('Asked by you', asked, maxAsked, 'Nothing that you asked for is open.', () => ['details', 'withdraw']),
    divider(),
    ...part('Decided lately', decided, maxDecided, 'Nothing was decided lately.', ({ delivery }) =>
      delivery?.state === 'dead' ? ['details', 'retry_delivery'] : ['details'],
    ),
  ]);
}

function part(
  title: string,
  views: readonly CardView[],
  max: number,
  none: string,
  buttonsOf: (view: CardView) => readonly RowButton[],
): readonly KnownBlock[] {
  const omitted = views.length - max;
  return [
    header(title),
    ...(views.length === 0 ? [context([plain(none)])] : []),
    ...views.slice(0, max).flatMap((view) => rowBlocks(view, buttonsOf(view))),
    ...(omitted > 0 ? [context([plain(`and ${omitted} more`)])] : []),
  ];
}
