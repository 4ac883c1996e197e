import type { Summary } from './statistics.js';

/** The parts of the table, in its order. */
export const sections = [
  'What one approval costs',
  'What a click costs',
  'What is loaded',
  'Beside other libraries',
  'More',
] as const;

type Section = (typeof sections)[number];

export type Budget = { readonly atMost: number } | { readonly atLeast: number };

/** One number of a row. */
export interface Figure {
  readonly value: number;
  /** What is counted, or `×` for a ratio. */
  readonly unit: string;
  /** None: the number informs. */
  readonly budget?: Budget;
  /** None: the number does not vary. */
  readonly spread?: readonly [low: number, high: number];
}

/** What a bench reports to the runner: one line of the table. */
export interface Row {
  readonly section: Section;
  readonly what: string;
  readonly measured: string;
  /** The 10th to the 90th percentile over the rounds, or empty. */
  readonly spread: string;
  /** Empty where the row informs. */
  readonly budget: string;
  readonly isMet: boolean | null;
  /** What a reader has to know about this row. */
  readonly note: string;
}

interface Measurement {
  readonly section: Section;
  readonly what: string;
  readonly figures: readonly Figure[];
  readonly note?: string;
}

/** Judges a measurement by its budgets. A figure is judged as it is printed, so that the table never contradicts itself. */
export function toRow({ section, what, figures, note = '' }: Measurement): Row {
  const judged = figures.flatMap(({ budget, value, unit }) =>
    budget === undefined ? [] : [isWithin(budget, Number(format(value, unit)))],
  );
  return {
    section,
    what,
    measured: figures.map(({ value, unit }) => `${format(value, unit)} ${counted(value, unit)}`).join(', '),
    spread: figures
      .flatMap(({ spread, unit }) => (spread === undefined ? [] : [describeSpread(spread, unit)]))
      .join(', '),
    budget: figures
      .flatMap(({ budget, unit }) => (budget === undefined ? [] : [describeBudget(budget, unit)]))
      .join(', '),
    isMet: judged.length === 0 ? null : judged.every(Boolean),
    note,
  };
}

/** A ratio to what was measured beside it. */
export function ratioFigure({ median, spread }: Summary, budget?: Budget): Figure {
  return { value: median, spread, unit: '×', ...(budget === undefined ? {} : { budget }) };
}

function isWithin(budget: Budget, value: number): boolean {
  return 'atMost' in budget ? value <= budget.atMost : value >= budget.atLeast;
}

function describeBudget(budget: Budget, unit: string): string {
  return 'atMost' in budget
    ? `≤ ${budget.atMost} ${counted(budget.atMost, unit)}`
    : `≥ ${budget.atLeast} ${counted(budget.atLeast, unit)}`;
}

function describeSpread([low, high]: readonly [number, number], unit: string): string {
  return `${format(low, unit)} to ${format(high, unit)} ${unit}`;
}

/** One post, two posts. */
function counted(value: number, unit: string): string {
  return value === 1 ? unit.replace(/(?<=[a-z]{3})s$/, '') : unit;
}

/** Ratios have two decimals, other numbers three digits. */
function format(value: number, unit: string): string {
  if (unit === '×') return value.toFixed(2);
  if (Number.isInteger(value) || Math.abs(value) >= 100) return value.toFixed(0);
  return value.toFixed(1);
}
