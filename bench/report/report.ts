import { writeSync } from 'node:fs';
import { type Row, toRow } from './row.js';

/** The runner reads rows here. It is a pipe and no IPC channel, which would keep a bench running whose libraries listen to it. */
export const rowsFd = 3;
/** Set by the runner. */
export const rowsVariable = 'BENCH_ROWS';

/** Hands a row to the runner that started this bench, or prints it where a person did. */
export function report(measurement: Parameters<typeof toRow>[0]): void {
  const row: Row = toRow(measurement);
  if (process.env[rowsVariable] === undefined) {
    console.log(
      Object.values(row)
        .filter((cell) => typeof cell === 'string' && cell !== '')
        .join(' | '),
    );
  } else writeSync(rowsFd, `${JSON.stringify(row)}\n`);
}
