#!/usr/bin/env node
import { createRequire } from 'node:module';
import { invalidUsageOf, runCommandLine } from './command-line.js';

const { version } = createRequire(import.meta.url)('../package.json');

const words = process.argv.slice(2);
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
  process.stderr.write(complaint, () => process.exit(complaint === '' ? code : invalidUsageOf(words)));
}

function onInterrupt(run: () => void): () => void {
  // a job that is cancelled gets SIGTERM
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.on(signal, run);
  return () => {
    for (const signal of signals) process.off(signal, run);
  };
}

runCommandLine(words, {
  version,
  environment: process.env,
  // an error is reported by the listener above
  write: (text) => new Promise((resolve) => process.stdout.write(text, () => resolve())),
  complain: (text) => void process.stderr.write(text),
  isTerminal: process.stderr.isTTY === true,
  now: Date.now,
  onInterrupt,
}).then(exitAfterOutput, (error: unknown) => {
  process.stderr.write(`slack-approval failed: ${error instanceof Error ? error.name : 'unknown'}\n`);
  exitAfterOutput(invalidUsageOf(words));
});
