import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { stateFiles } from './demo-folder.js';
import { say } from './say.js';

const { values, positionals } = parseArgs({
  options: {
    as: { type: 'string', default: 'U0ALICE' },
    folder: { type: 'string', default: fileURLToPath(new URL('../.demo', import.meta.url)) },
  },
  allowPositionals: true,
});
const [verb = 'approve'] = positionals;

// no file: no demo was ever started
const door = await readFile(stateFiles(resolve(process.env.INIT_CWD ?? '', values.folder)).clickDoor, 'utf8').catch(
  () => null,
);
if (door === null) {
  say.problem('The demo does not run: start it with  npm run demo');
  process.exit(1);
}
try {
  const response = await fetch(`${door}/${values.as}/${verb}`, { method: 'POST' });
  say.line(await response.text());
  process.exitCode = response.ok ? 0 : 1;
} catch (error) {
  // a door file without a demo behind it: an earlier run was killed
  const why = error instanceof Error ? error.message : 'unknown';
  say.problem(`The demo does not run any more (${why}): start it again with  npm run demo`);
  process.exitCode = 1;
}
