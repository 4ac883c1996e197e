import { randomUUID } from 'node:crypto';
import type { SlackAccess } from '../runtime/runtime.js';
import { type ChannelPace, channelPace } from './channel-pace.js';
import { type UpdatePace, updatePace } from './update-pace.js';

/** How fast this process may write to Slack. */
export interface Paces {
  readonly channels: ChannelPace;
  readonly updates: UpdatePace;
}

const pacesBy = new WeakMap<SlackAccess, Paces>();

/** Made when this process first writes. */
export function pacesOf(slack: SlackAccess): Paces {
  const paces = pacesBy.get(slack) ?? { channels: channelPace(randomUUID().slice(0, 8)), updates: updatePace() };
  pacesBy.set(slack, paces);
  return paces;
}
