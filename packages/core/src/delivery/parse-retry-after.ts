/** A day: no receiver is left alone for longer. */
const maxMs = 24 * 60 * 60 * 1000;

const delaySeconds = /^[0-9]+$/;
// `Date.parse` accepts far more than the three forms of an HTTP date, which all begin with a weekday
const httpDate = /^[A-Z][a-z]{2,8},? /;

/** Reads `Retry-After`, in seconds or as an HTTP date, as milliseconds from `now`: at most a day; null if it can't be read. */
export function parseRetryAfter(header: string | null, now: number): number | null {
  const text = header?.trim() ?? '';
  if (delaySeconds.test(text)) return Math.min(Number(text) * 1000, maxMs);
  if (!httpDate.test(text)) return null;
  // the oldest of the three forms means GMT and does not say so
  const at = Date.parse(text.endsWith(' GMT') ? text : `${text} GMT`);
  return Number.isNaN(at) ? null : Math.min(Math.max(at - now, 0), maxMs);
}
