#!/usr/bin/env node
import { createRequire } from 'node:module';
import { runCommandLine } from './command-line.js';

const { version } = createRequire(import.meta.url)('../package.json');

/** A pipe takes what is written in its own time: the process ends when all of it is out. */
function end(code: number): void {
  process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
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
