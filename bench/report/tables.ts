import { type Row, sections } from './row.js';

/** Draws the rows for a terminal, section by section. */
export function textTable(rows: readonly Row[]): string {
  const lines = rows.map(({ what, measured, spread, budget, isMet }) => [
    what,
    measured,
    spread,
    budget,
    verdict(isMet),
  ]);
  const widths = ['what', 'measured', 'spread', 'budget'].map((title, column) =>
    Math.max(title.length, ...lines.map((line) => line[column]?.length ?? 0)),
  );
  const draw = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  const heading = draw(['what', 'measured', 'spread', 'budget']);
  return bySection(rows)
    .map(([section, indexes]) => [section, heading, ...indexes.map((index) => draw(lines[index] ?? []))].join('\n'))
    .join('\n\n');
}

/** Draws the rows as Markdown, with their notes below each table. */
export function markdownTables(rows: readonly Row[]): string {
  return bySection(rows)
    .map(([section, indexes]) => `## ${section}\n\n${markdownTable(indexes.flatMap((index) => rows[index] ?? []))}`)
    .join('\n\n');
}

/** Says how many budgets hold, and names the others. */
export function verdictOf(rows: readonly Row[]): string {
  const judged = rows.filter(({ isMet }) => isMet !== null);
  const missed = judged.filter(({ isMet }) => isMet === false);
  const held = `${judged.length - missed.length} of ${judged.length} budgets hold.`;
  return missed.length === 0 ? held : `${held} Not met:\n\n${missed.map(({ what }) => `- ${what}`).join('\n')}`;
}

function markdownTable(rows: readonly Row[]): string {
  const notes = [...new Set(rows.map(({ note }) => note).filter((note) => note !== ''))];
  const mark = (note: string) => (note === '' ? '' : ` (${notes.indexOf(note) + 1})`);
  const lines = rows.map(({ what, measured, spread, budget, isMet, note }) => [
    what + mark(note),
    measured,
    spread,
    budget,
    isMet === false ? `**${verdict(isMet)}**` : verdict(isMet),
  ]);
  const table = [['what', 'measured', 'spread', 'budget', 'result'], ['---', '---', '---', '---', '---'], ...lines];
  const drawn = table.map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`).join('\n');
  return notes.length === 0 ? drawn : `${drawn}\n\n${notes.map((note, index) => `${index + 1}. ${note}`).join('\n')}`;
}

function verdict(isMet: boolean | null): string {
  if (isMet === null) return '';
  return isMet ? 'met' : 'not met';
}

function bySection(rows: readonly Row[]): readonly (readonly [section: string, indexes: readonly number[]])[] {
  return sections
    .map((section) => [section, rows.flatMap((row, index) => (row.section === section ? [index] : []))] as const)
    .filter(([, indexes]) => indexes.length > 0);
}
