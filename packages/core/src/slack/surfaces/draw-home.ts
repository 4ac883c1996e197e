import type { HomeView, KnownBlock } from '@slack/types';
import { context, divider, header } from '../blocks/blocks.js';
import { plain } from '../blocks/text-objects.js';
import { homeView } from '../blocks/view.js';
import type { CardView } from '../card/card-view.js';
import type { ActionVerb } from '../request/action-ids.js';
import { type Overview, rowBlocks } from './overview-rows.js';

// two blocks for a row and a few for each part: at most 86 of the 100 that the App Home takes
const maxWaiting = 18;
const maxAsked = 10;
const maxDecided = 10;

/** Draws the App Home: what waits for the person, what they asked for, and the latest decisions. People vote in forms there. */
export function drawHome({ waiting, asked, decided, isPartial }: Overview): HomeView {
  return homeView([
    ...part('Waiting for you', waiting, maxWaiting, 'Nothing is waiting for you.', () => [
      'open_approve_form',
      'open_reject_form',
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
  verbsOf: (view: CardView) => readonly ActionVerb[],
): readonly KnownBlock[] {
  const omitted = views.length - max;
  return [
    header(title),
    ...(views.length === 0 ? [context([plain(none)])] : []),
    ...views.slice(0, max).flatMap((view) => rowBlocks(view, verbsOf(view))),
    ...(omitted > 0 ? [context([plain(`and ${omitted} more`)])] : []),
  ];
}
