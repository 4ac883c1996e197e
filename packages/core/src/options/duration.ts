import { SlackApprovalError } from '../errors.js';

/**
 * A length of time: a number and a unit, such as `90s`.
 *
 * Units are ms, s, m, h, d and w; the number may have three decimals, such as `75.6h`. Any other text passes the compiler, so that
 * values of the environment do; it is refused where it is used.
 */
export type Duration = `${number}${'ms' | 's' | 'm' | 'h' | 'd' | 'w'}` | (string & {});

const units: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};
/** A century: beyond it instants leave what dates can say. */
const maxMs = 100 * 365.25 * 86_400_000;
const pattern = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h|d|w)$/;

/** Milliseconds of a duration; null for anything else, zero and more than a century included. */
export function parseDuration(text: unknown): number | null {
  const ms = millisecondsOf(text);
  return ms !== null && ms > 0 ? ms : null;
}

/**
 * Milliseconds of a duration that a method was given. Zero is one: it waits for nothing.
 *
 * @throws {SlackApprovalError} invalid_argument — it is no duration, or longer than `longestMs`
 */
export function readDuration(name: string, value: unknown, longestMs = maxMs): number {
  const ms = millisecondsOf(value);
  if (ms !== null && ms <= longestMs) return ms;
  throw new SlackApprovalError(
    'invalid_argument',
    `\`${name}\` must be a duration such as "10s"${longestMs === maxMs ? '' : `, ${Math.floor(longestMs / 86_400_000)} days at most`}, got ${shown(value)}.`,
  );
}

function millisecondsOf(value: unknown): number | null {
  const [, amount, unit = ''] = (typeof value === 'string' ? pattern.exec(value) : null) ?? [];
  const ms = Math.round(Number(amount) * (units[unit] ?? Number.NaN));
  return Number.isFinite(ms) && ms <= maxMs ? ms : null;
}

const maxShownLength = 40;

function shown(value: unknown): string {
  if (typeof value !== 'string') return typeof value === 'number' ? String(value) : `a value of type ${typeof value}`;
  return value.length > maxShownLength ? `a text of ${value.length} characters` : JSON.stringify(value);
}
