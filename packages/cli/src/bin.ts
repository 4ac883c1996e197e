#!/usr/bin/env node
import { createRequire } from 'node:module';
import { runCommandLine } from './command-line.js';

const { version } = createRequire(import.meta.url)('../package.json');

const unwritten: unknown[] = [];

/** Whoever has read enough, as `head` has, closes the pipe; all else, such as a full disk, has lost what was to be kept. */
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
  if (code !== 'EPIPE') unwritten.push(code);
});

/** A pipe takes what is written in its own time: the process ends when all of it is out. */
function end(code: number): void {
  process.stdout.write('', () => setImmediate(() => endWith(code)));
}

function endWith(code: number): void {
  const lost = unwritten.length === 0 ? '' : `slack-approval could not write its output (${String(unwritten[0])}).\n`;
  process.stderr.write(lost, () => process.exit(lost === '' ? code : 2));
}

runCommandLine(process.argv.slice(2), {
  version,
  environment: process.env,
  write: (text) => void process.stdout.write(text),
  complain: (text) => void process.stderr.write(text),
}).then(end, (error: unknown) => {
  process.stderr.write(`slack-approval failed: ${error instanceof Error ? error.name : 'unknown'}\n`);
  end(2);
});
