const units: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};
/** A century: beyond it instants leave what dates can say. */
const longestMs = 100 * 365.25 * 86_400_000;
const pattern = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h|d|w)$/;

/** Milliseconds of a duration such as `90s`, `30m`, `75.6h`, `7d`; null for anything else, zero and more than a century included. */
export function parseDuration(text: string): number | null {
  const [, amount, unit = ''] = pattern.exec(text) ?? [];
  const ms = Math.round(Number(amount) * (units[unit] ?? Number.NaN));
  return Number.isFinite(ms) && ms > 0 && ms <= longestMs ? ms : null;
}
