import type { DoctorReport } from './doctor.js';

const labels = { ok: 'ok', wrong: 'WRONG', not_checked: 'not checked' } as const;
const margin = ' '.repeat(13);

/** Formats the report for people: one line per result, with its fix and hints below. */
export function formatReport({ lines }: DoctorReport): string {
  const width = Math.max(...lines.map(({ title }) => title.length));
  const text = lines.flatMap(({ status, title, code, message, mend, hints }) => [
    `${labels[status].padEnd(13)}${title.padEnd(width + 2)}${message}${status === 'wrong' ? ` [${code}]` : ''}`,
    ...(mend === null ? [] : [`${margin}→ ${mend}`]),
    ...hints.map((hint) => `${margin}  ${hint}`),
  ]);
  const count = (status: keyof typeof labels) => lines.filter((line) => line.status === status).length;
  const total = `${count('ok')} ok, ${count('wrong')} wrong, ${count('not_checked')} not checked`;
  return `${[...text, '', total].join('\n')}\n`;
}
