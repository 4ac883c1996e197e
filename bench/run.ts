/** Runs the benches one after the other, or those that are named: `npm run bench -- hot-path http`, `npm run bench -- storm`. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const benches = [
  'hot-path-parts',
  'hot-path',
  'http',
  'hosts',
  'store-memory',
  'store-sqlite',
  'store-postgres',
  'store-azure-tables',
  'cold-start',
] as const;
/** They take many minutes, and run where they are named. */
const longBenches = ['storm'] as const;
const wanted = process.argv.slice(2);
const chosen = wanted.length === 0 ? benches : [...benches, ...longBenches].filter((name) => wanted.includes(name));
for (const bench of chosen) {
  const file = fileURLToPath(new URL(`${bench}.ts`, import.meta.url));
  const { status } = spawnSync(process.execPath, [...process.execArgv, file], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
