import type { View } from '@slack/types';
import { atMost } from './at-most.js';
import type { SlackAccess } from './shell.js';

/** A trigger lasts 3 s from the click; after so long there is still time to tell the person that the modal did not open. */
const opensWithinMs = 1_500;

/** Opens a modal, by one call; false where Slack does not, or does not say so in time. */
export async function opensInTime({ transport }: SlackAccess, triggerId: string | null, view: View): Promise<boolean> {
  if (triggerId === null) return false;
  return (await atMost(transport.openView(triggerId, view), opensWithinMs))?.type === 'ok';
}
