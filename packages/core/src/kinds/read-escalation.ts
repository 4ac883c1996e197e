import { arePlaces, isBlank, readPlaces } from '../commands/read-places.js';
import type { Place, ThreadPlace } from '../domain/model/place.js';
import type { EscalationStep } from '../domain/model/policy.js';
import { isPlainObject } from '../is-plain-object.js';
import { channelIdWanted } from '../options/channel-id.js';
import { parseDuration } from '../options/duration.js';
import type { EscalationOptions } from './kind-options.js';
import { type Report, readRules } from './read-rules.js';

/** Reads the steps of an escalation, in the order in which they come. */
export function readEscalation(
  steps: readonly EscalationOptions[],
  report: Report,
  name = 'escalate',
): readonly EscalationStep[] {
  if (!areEscalations(steps)) {
    report(`${name} must be a list of { after, approvers, channel }`);
    return [];
  }
  const read = steps.map(({ after, approvers, channel }) => ({
    afterMs: readPeriod(`${name}.after`, after, report),
    approvers: readRules(approvers, report),
    channels: readOwnPlaces(`${name}.channel`, channel, report),
  }));
  if (read.some(({ approvers, channels }) => approvers.length === 0 && channels.length === 0))
    report(`${name} must name approvers or a channel in each step`);
  return read.sort((one, other) => one.afterMs - other.afterMs);
}

export function readPeriod(name: string, text: unknown, report: Report): number {
  const ms = parseDuration(text);
  if (ms === null) report(`${name} must be a duration such as "30m", "24h" or "7d"`);
  return ms ?? 0;
}

/** Reads the places of something that may have none. */
export function readOwnPlaces(name: string, channel: unknown, report: Report): readonly (string | ThreadPlace)[] {
  const places = readPlaces(channel ?? '');
  if (places.length === 0 && !isBlank(channel ?? '')) report(missing(name));
  checkPlaces(name, places, report);
  return places;
}

export function checkPlaces(name: string, places: readonly Place[], report: Report): void {
  if (!arePlaces(places)) report(`${name} ${channelIdWanted}`);
}

export const missing = (name: string): string => `${name} is missing or has a gap: is its environment variable set?`;

function areEscalations(steps: unknown): boolean {
  return Array.isArray(steps) && steps.every((step) => Array.isArray(step?.approvers ?? []) && isPlainObject(step));
}
