/** How one test ended, and where in the table it stands. */
export interface Cell {
  readonly row: string;
  readonly column: string;
  readonly state: 'passed' | 'failed' | 'skipped' | 'pending';
  readonly ms: number | null;
}

interface Table {
  /** Stands above the rows. */
  readonly corner: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly cells: readonly Cell[];
}

const words = { passed: 'passed', failed: 'FAILED', skipped: 'skipped', pending: 'did not run' } as const;

/** A table of tests, as text. Where no test ran, it says so. */
export function drawTable({ corner, rows, columns, cells }: Table): string {
  const lines = rows.map((row) => [
    row,
    ...columns.map((column) => wordOf(cells.find((cell) => cell.row === row && cell.column === column))),
  ]);
  const table = [[corner, ...columns], ...lines];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((line) => line[column]?.length ?? 0))) ?? [];
  const drawn = table.map((line) =>
    line
      .map((word, column) => word.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return ['', ...drawn, '', totalOf(cells, rows.length * columns.length), ''].join('\n');
}

function wordOf(cell: Cell | undefined): string {
  if (cell === undefined) return words.pending;
  const time = cell.ms === null || cell.state === 'skipped' ? '' : ` ${Math.round(cell.ms)} ms`;
  return `${words[cell.state]}${time}`;
}

function totalOf(cells: readonly Cell[], size: number): string {
  const count = (state: Cell['state']) => cells.filter((cell) => cell.state === state).length;
  const [passed, failed, skipped] = [count('passed'), count('failed'), count('skipped')];
  return `${passed} passed, ${failed} failed, ${skipped} skipped, ${size - passed - failed - skipped} did not run`;
}
