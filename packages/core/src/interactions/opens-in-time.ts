import type { View } from '@slack/types';
import { atMost } from '../runtime/at-most.js';
import type { SlackAccess } from '../runtime/runtime.js';
import type { BlockAction } from '../slack/request/interaction.js';

/** A trigger lasts 3 s from the click; after so long there is still time to tell the person that the modal did not open. */
const opensWithinMs = 1_500;

type Where = Pick<BlockAction, 'triggerId' | 'viewId' | 'isHome'>;

/** The click was in a modal. */
export function isInModal({ viewId, isHome }: Where): boolean {
  return viewId !== null && !isHome;
}

/**
 * Opens a modal, by one call; where a modal was clicked, on top of that, so that closing it leads back.
 *
 * @returns false where Slack does not, or does not say so in time
 */
export async function opensInTime({ transport }: SlackAccess, click: Where, view: View): Promise<boolean> {
  const { triggerId } = click;
  if (triggerId === null) return false;
  const opening = isInModal(click) ? transport.pushView(triggerId, view) : transport.openView(triggerId, view);
  return (await atMost(opening, opensWithinMs))?.type === 'ok';
}

/** Shows something in place of the modal that was clicked, by one call. @returns as `opensInTime` does */
export async function changesInTime({ transport }: SlackAccess, { viewId }: Where, view: View): Promise<boolean> {
  return viewId !== null && (await atMost(transport.updateView(viewId, view), opensWithinMs))?.type === 'ok';
}
