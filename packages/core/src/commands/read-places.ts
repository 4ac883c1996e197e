import type { Place, ThreadPlace } from '../domain/model/place.js';
import { isChannelId } from '../options/channel-id.js';

/** A place as it was read: a person as their id, and '' for what is no place. */
type ReadPlace = string | ThreadPlace;

/** Reads one place or several. None if one is missing: despite its type, a list of environment variables may contain undefined. */
export function readPlaces(channel: unknown): readonly ReadPlace[] {
  const list: readonly unknown[] = [channel].flat();
  return list.some((given) => isBlank(given ?? '')) ? [] : list.map(readPlace);
}

function readPlace(given: unknown): ReadPlace {
  if (typeof given === 'string') return given;
  const { type, id, channelId, ts } = Object(given);
  if (type === 'user') return /^[UW]/.test(id) ? `${id}` : '';
  return /^thread [CGD][A-Z0-9]+ \d+\.\d+$/.test(`${type} ${channelId} ${ts}`) ? { type, channelId, ts: `${ts}` } : '';
}

export function arePlaces(places: readonly Place[]): boolean {
  return places.every((place) => typeof place !== 'string' || isChannelId(place));
}

export function isBlank(value: unknown): boolean {
  return typeof value === 'string' && value.trim() === '';
}
