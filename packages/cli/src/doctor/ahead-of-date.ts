/** Returns how far a clock is ahead of the one that wrote the `Date` of a response; null if it has none. */
export function aheadOfDate(response: Response, nowMs: number): number | null {
  const date = Date.parse(response.headers.get('date') ?? '');
  // the header is truncated to whole seconds
  return Number.isNaN(date) ? null : nowMs - date - 500;
}
