import { randomUUID } from 'node:crypto';
import type { SlackAccess } from '../runtime/runtime.js';
import { channelPace } from './channel-pace.js';
import type { Paces } from './paces.js';
import { updatePace } from './update-pace.js';

/** Made when this process first writes: a function that only answers clicks starts without. */
export function pacesOf({ known }: SlackAccess): Paces {
  known.paces ??= { channels: channelPace(randomUUID().slice(0, 8)), updates: updatePace() };
  return known.paces;
}
