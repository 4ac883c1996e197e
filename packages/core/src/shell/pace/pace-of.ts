import type { SlackAccess } from '../shell.js';
import { type ChannelPace, channelPace } from './channel-pace.js';
import { type UpdatePace, updatePace } from './update-pace.js';

/** How fast this process may write to Slack. Made when it first does: a function that only answers clicks starts without. */
export interface Paces {
  readonly channels: ChannelPace;
  readonly updates: UpdatePace;
}

export function pacesOf({ known }: SlackAccess): Paces {
  known.paces ??= { channels: channelPace(), updates: updatePace() };
  return known.paces;
}
