/** Runs the benches one after the other, or those that are named: `npm run bench -- hot-path http`. */
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
const wanted = process.argv.slice(2);
for (const bench of benches.filter((name) => wanted.length === 0 || wanted.includes(name))) {
  const file = fileURLToPath(new URL(`${bench}.ts`, import.meta.url));
  const { status } = spawnSync(process.execPath, [...process.execArgv, file], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
