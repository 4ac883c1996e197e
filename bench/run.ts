/** Runs the benches one after the other and prints one table, or those that are named: `npm run bench -- hot-path http`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { chooseBenches } from './report/choose-benches.js';
import { describeMachine } from './report/machine.js';
import { rowsFd, rowsVariable } from './report/report.js';
import { resultsFile } from './report/results-file.js';
import type { Row } from './report/row.js';
import { textTable, verdictOf } from './report/tables.js';

interface Outcome {
  readonly rows: readonly Row[];
  readonly isWhole: boolean;
}

async function run(file: string): Promise<Outcome> {
  const child = spawn(process.execPath, [...process.execArgv, fileURLToPath(new URL(file, import.meta.url))], {
    stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
    env: { ...process.env, [rowsVariable]: '1' },
  });
  let text = '';
  // as: `stdio` makes it a pipe to read from
  const pipe = child.stdio[rowsFd] as Readable;
  pipe.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  const [code] = await once(child, 'close');
  const lines = text.split('\n').filter((line) => line !== '');
  return { rows: lines.map((line): Row => JSON.parse(line)), isWhole: code === 0 };
}

const { benches, isAll } = chooseBenches(process.argv.slice(2));
const startedAt = Date.now();
const rows: Row[] = [];
const failed: string[] = [];
for (const { name, file } of benches) {
  const since = Date.now();
  process.stdout.write(`${name} …\n`);
  const outcome = await run(file);
  rows.push(...outcome.rows);
  if (!outcome.isWhole) failed.push(name);
  console.log(`${name}: ${((Date.now() - since) / 1_000).toFixed(0)} s`);
}
const machine = describeMachine();
if (rows.length > 0) console.log(`\n${textTable(rows)}\n\n${verdictOf(rows)}\n${machine}`);
if (failed.length > 0) console.error(`failed: ${failed.join(', ')}`);
else if (isAll) {
  const seconds = (Date.now() - startedAt) / 1_000;
  writeFileSync(new URL('RESULTS.md', import.meta.url), resultsFile({ rows, machine, at: new Date(), seconds }));
  console.log('Written to bench/RESULTS.md.');
}
process.exitCode = failed.length === 0 ? 0 : 1;
