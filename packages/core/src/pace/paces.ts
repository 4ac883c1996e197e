import type { ChannelPace } from './channel-pace.js';
import type { UpdatePace } from './update-pace.js';

/** How fast this process may write to Slack. */
export interface Paces {
  readonly channels: ChannelPace;
  readonly updates: UpdatePace;
}
