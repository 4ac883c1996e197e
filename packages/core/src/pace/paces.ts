import { randomUUID } from 'node:crypto';
import type { SlackAccess } from '../runtime/runtime.js';
import { type ChannelPace, createChannelPace } from './channel-pace.js';
import { createUpdatePace, type UpdatePace } from './update-pace.js';

/** How fast this process may write to Slack. */
export interface Paces {
  readonly channels: ChannelPace;
  readonly updates: UpdatePace;
}

const pacesBy = new WeakMap<SlackAccess, Paces>();

/** Made when this process first writes. */
export function pacesOf(slack: SlackAccess): Paces {
  const paces = pacesBy.get(slack) ?? {
    channels: createChannelPace(randomUUID().slice(0, 8)),
    updates: createUpdatePace(),
  };
  pacesBy.set(slack, paces);
  return paces;
}
