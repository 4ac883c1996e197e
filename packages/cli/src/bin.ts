#!/usr/bin/env node
import { createRequire } from 'node:module';
import { runCommandLine } from './command-line.js';

const { version } = createRequire(import.meta.url)('../package.json');

const writeErrors: unknown[] = [];

// EPIPE: the reader of the pipe has stopped reading, as `head` does. Any other error, such as a full disk, has lost output.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
  if (code !== 'EPIPE') writeErrors.push(code);
});

/** Writing to a pipe is asynchronous: exits only after everything is written. */
function exitAfterOutput(code: number): void {
  process.stdout.write('', () => setImmediate(() => exit(code)));
}

function exit(code: number): void {
  const [error] = writeErrors;
  const complaint = error === undefined ? '' : `slack-approval could not write its output (${String(error)}).\n`;
  process.stderr.write(complaint, () => process.exit(complaint === '' ? code : 2));
}

runCommandLine(process.argv.slice(2), {
  version,
  environment: process.env,
  // an error is reported by the listener above
  write: (text) => new Promise((resolve) => process.stdout.write(text, () => resolve())),
  complain: (text) => void process.stderr.write(text),
}).then(exitAfterOutput, (error: unknown) => {
  process.stderr.write(`slack-approval failed: ${error instanceof Error ? error.name : 'unknown'}\n`);
  exitAfterOutput(2);
});
