import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  options: { as: { type: 'string', default: 'U0ALICE' } },
  allowPositionals: true,
});
const [verb = 'approve'] = positionals;

// no file: no demo was ever started
const door = await readFile(new URL('../.demo/click-door', import.meta.url), 'utf8').catch(() => null);
if (door === null) {
  console.error('The demo does not run: start it with  npm run demo');
  process.exit(1);
}
try {
  const response = await fetch(`${door}/${values.as}/${verb}`, { method: 'POST' });
  console.log(await response.text());
  process.exitCode = response.ok ? 0 : 1;
} catch (error) {
  // a door file without a demo behind it: an earlier run was killed
  console.error(
    'The demo does not run any more: start it again with  npm run demo',
    error instanceof Error ? `(${error.message})` : '',
  );
  process.exitCode = 1;
}
