/** The middle of many rounds, and how far apart most of them were. */
export interface Summary {
  readonly median: number;
  /** The 10th and the 90th percentile. */
  readonly spread: readonly [low: number, high: number];
}

/** @throws {RangeError} when there are no values */
export function summarise(values: readonly number[]): Summary {
  return { median: percentile(values, 0.5), spread: [percentile(values, 0.1), percentile(values, 0.9)] };
}

/**
 * The value below which this share of the values lies, between two of them by their distance.
 *
 * @throws {RangeError} when there are no values
 */
function percentile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new RangeError('There are no values to take a percentile of.');
  const sorted = values.toSorted((one, other) => one - other);
  const position = share * (sorted.length - 1);
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}

/** Divides each value by the one that was measured beside it. */
export function ratios(values: readonly number[], beside: readonly number[]): readonly number[] {
  return values.map((value, index) => value / (beside[index] ?? Number.NaN));
}
