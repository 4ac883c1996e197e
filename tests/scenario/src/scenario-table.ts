import { type Place, type Step, steps } from './steps.js';

/** How one test of the scenario ended. */
export interface Cell extends Place {
  readonly step: Step;
  readonly state: 'passed' | 'failed' | 'skipped' | 'pending';
  readonly ms: number | null;
}

const words = { passed: 'passed', failed: 'FAILED', skipped: 'skipped', pending: 'did not run' } as const;

/** The table of hosts and stores by steps, as text. A step that no test ran is said not to have run. */
export function drawScenarioTable(cells: readonly Cell[]): string {
  const places = [...new Set(cells.map(placeOf))].sort();
  const lines = places.map((place) => {
    const own = cells.filter((cell) => placeOf(cell) === place);
    return [place, ...steps.map((step) => wordOf(own.find((cell) => cell.step === step)))];
  });
  const table = [['the scenario on', ...steps], ...lines];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((line) => line[column]?.length ?? 0))) ?? [];
  const drawn = table.map((line) =>
    line
      .map((word, column) => word.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return ['', ...drawn, '', totalOf(cells, places.length), ''].join('\n');
}

const placeOf = ({ host, store }: Place): string => `${host}, ${store}`;

function wordOf(cell: Cell | undefined): string {
  if (cell === undefined) return words.pending;
  const time = cell.ms === null || cell.state === 'skipped' ? '' : ` ${Math.round(cell.ms)} ms`;
  return `${words[cell.state]}${time}`;
}

function totalOf(cells: readonly Cell[], rowCount: number): string {
  const count = (state: Cell['state']) => cells.filter((cell) => cell.state === state).length;
  const [passed, failed, skipped] = [count('passed'), count('failed'), count('skipped')];
  const rest = rowCount * steps.length - passed - failed - skipped;
  return `${passed} passed, ${failed} failed, ${skipped} skipped, ${rest} did not run`;
}
