const longestMs = 24 * 60 * 60 * 1000;

const delaySeconds = /^[0-9]+$/;
// `Date.parse` reads far more than the three forms of an HTTP date, "1" for instance; all of those begin with a weekday
const httpDate = /^[A-Z][a-z]{2,8},? /;

/** Reads `Retry-After`, in seconds or as an HTTP date, as milliseconds from `now`: at most a day, null where it says nothing. */
export function parseRetryAfter(header: string | null, now: number): number | null {
  const text = header?.trim() ?? '';
  if (delaySeconds.test(text)) return Math.min(Number(text) * 1000, longestMs);
  if (!httpDate.test(text)) return null;
  // the oldest of the three forms does not say that it means GMT
  const at = Date.parse(text.endsWith(' GMT') ? text : `${text} GMT`);
  return Number.isNaN(at) ? null : Math.min(Math.max(at - now, 0), longestMs);
}
