import { randomUUID } from 'node:crypto';
import type { SlackOutcome } from '../ports/slack-transport.js';
import type { SlackAccess } from '../runtime/runtime.js';
import { type ChannelPace, createChannelPace } from './channel-pace.js';
import { createTroublePace, type TroublePace } from './trouble-pace.js';
import { createUpdatePace, type UpdatePace } from './update-pace.js';

/** The rate limits of this process for posts, updates and messages about troubles. */
export interface Paces {
  readonly channels: ChannelPace;
  readonly updates: UpdatePace;
  readonly troubles: TroublePace<SlackOutcome<unknown>>;
}

const pacesBy = new WeakMap<SlackAccess, Paces>();

/** Returns the paces of this process, and makes them on the first call. */
export function pacesOf(slack: SlackAccess): Paces {
  const paces = pacesBy.get(slack) ?? {
    channels: createChannelPace(randomUUID().slice(0, 8)),
    updates: createUpdatePace(),
    troubles: createTroublePace(),
  };
  pacesBy.set(slack, paces);
  return paces;
}
