import type { Row } from './row.js';
import { markdownTables, verdictOf } from './tables.js';

interface Results {
  readonly rows: readonly Row[];
  readonly machine: string;
  readonly at: Date;
  /** How long the whole run took. */
  readonly seconds: number;
}

/** The text of `RESULTS.md`. */
export function resultsFile({ rows, machine, at, seconds }: Results): string {
  const day = at.toISOString().slice(0, 10);
  return `# Results

\`npm run bench\` wrote this file on ${day} in ${(seconds / 60).toFixed(0)} minutes, on ${machine}.

[README](README.md) says what each row means and how it is measured. The spread is the 10th to the 90th percentile over the rounds.
Ratios compare what ran side by side in this run. Times are those of this machine alone.

${verdictOf(rows)}

${markdownTables(rows)}
`;
}
