import type { DoctorReport } from './doctor.js';

const words = { ok: 'ok', wrong: 'WRONG', not_checked: 'not checked' } as const;
const margin = ' '.repeat(13);

/** The report for people: a line for each finding, and below it how to mend it. */
export function reportText({ lines }: DoctorReport): string {
  const width = Math.max(...lines.map(({ title }) => title.length));
  const text = lines.flatMap(({ status, title, code, message, mend, hints }) => [
    `${words[status].padEnd(13)}${title.padEnd(width + 2)}${message}${status === 'wrong' ? ` [${code}]` : ''}`,
    ...(mend === null ? [] : [`${margin}→ ${mend}`]),
    ...hints.map((hint) => `${margin}  ${hint}`),
  ]);
  const count = (status: keyof typeof words) => lines.filter((line) => line.status === status).length;
  const total = `${count('ok')} ok, ${count('wrong')} wrong, ${count('not_checked')} not checked`;
  return `${[...text, '', total].join('\n')}\n`;
}
