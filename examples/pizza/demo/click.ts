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
const [verb = 'now'] = positionals;

// without the file, no demo was ever started
const server = await readFile(stateFiles(resolve(process.env.INIT_CWD ?? '', values.folder)).clickServer, 'utf8').catch(
  () => null,
);
if (server === null) {
  say.problem('The demo is not running. Start it with  npm run demo');
  process.exit(1);
}
try {
  const response = await fetch(`${server}/${values.as}/${verb}`, { method: 'POST' });
  say.line(await response.text());
  process.exitCode = response.ok ? 0 : 1;
} catch (error) {
  // the file remains if an earlier demo was killed
  const why = error instanceof Error ? error.message : 'unknown';
  say.problem(`The demo is not running any more (${why}). Start it with  npm run demo`);
  process.exitCode = 1;
}
