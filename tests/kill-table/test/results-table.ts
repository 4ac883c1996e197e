/** One line of the table, and how it went. */
export interface LineResult {
  readonly line: string;
  readonly what: string;
  readonly isOk: boolean;
}

/** The table of what was killed where, as text. */
export function drawResults(store: string, results: readonly LineResult[]): string {
  const inOrder = results.toSorted((one, other) => Number.parseInt(one.line, 10) - Number.parseInt(other.line, 10));
  const rows = inOrder.map(({ line, what, isOk }) => `${line.padStart(4)}  ${isOk ? 'ok    ' : 'FAILED'}  ${what}`);
  return ['', `line  result  on ${store}, killed between: what happens next`, ...rows, '', ''].join('\n');
}
