import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readConfig } from '../src/config.js';
import { clearFolder } from './demo-folder.js';
import { runDemo } from './run-demo.js';
import { say } from './say.js';

const { values } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    fresh: { type: 'boolean', default: false },
    folder: { type: 'string', default: fileURLToPath(new URL('../.demo', import.meta.url)) },
    uninvited: { type: 'boolean', default: false },
    environment: { type: 'string' },
    'stage-seconds': { type: 'string', default: '5' },
  },
});

const picturesIn = fileURLToPath(new URL('../screenshots', import.meta.url));

if (values.check) await runCheck();
else await startDemo();

/** Plays the people too, on a temporary folder and without the environment. */
async function runCheck(): Promise<void> {
  const temporary = await mkdtemp(join(tmpdir(), 'pizza-check-'));
  try {
    // only the check needs a browser
    const { check } = await import('./check.js');
    await check({ folder: temporary, picturesIn, log: say.line });
    say.line(`screenshots: ${relative(process.cwd(), picturesIn)}`);
    say.line(
      'checked: three alerts, one approved, one rejected, one withdrawn, a party that was too large, and one pizza at the door',
    );
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function startDemo(): Promise<void> {
  if (values.environment !== undefined) process.loadEnvFile(fromCaller(values.environment));
  const folder = fromCaller(values.folder);
  const read = readConfig(process.env);
  if ('problems' in read) {
    say.problem('The configuration is not complete:', read.problems);
    process.exitCode = 1;
    return;
  }
  const paceMs = Number(values['stage-seconds']) * 1_000;
  if (!(paceMs > 0)) {
    say.problem(`--stage-seconds must be a number above 0, got ${JSON.stringify(values['stage-seconds'])}.`);
    process.exitCode = 1;
    return;
  }
  if (values.uninvited && read.config.slack !== null) {
    say.problem('--uninvited needs the simulated Slack: it removes the app from the channel.');
    process.exitCode = 1;
    return;
  }
  if (values.fresh) await clearFolder(folder);
  await runDemo({ folder, config: read.config, paceMs, log: say.log }, { isUninvited: values.uninvited });
}

/** Resolves a path from where it was typed: npm changes to the folder of the workspace. */
function fromCaller(path: string): string {
  return resolve(process.env.INIT_CWD ?? '', path);
}
