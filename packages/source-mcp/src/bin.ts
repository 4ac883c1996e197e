#!/usr/bin/env node
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { isSlackApprovalError } from '@k8s-pizza/slack-approval';
import { run } from './program/run.js';
import { SettingsError } from './program/settings.js';

const { version } = createRequire(import.meta.url)('../package.json');

// listeners that stay: Claude Code sends SIGINT twice, and the second one must not end what the first one has begun
const interrupt = new Promise((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, resolve);
});

run(process.argv.slice(2), {
  version,
  environment: process.env,
  write: (text) => void process.stdout.write(text),
  complain: (text) => void process.stderr.write(text),
  inputEnd: () => once(process.stdin, 'close'),
  interrupt,
}).then(
  () => process.exit(),
  (error: unknown) => {
    const isForPeople = error instanceof SettingsError || isSlackApprovalError(error);
    process.stderr.write(`slack-approval-mcp: ${isForPeople ? error.message : `it failed (${Object(error).name})`}\n`);
    process.exitCode = 1;
    setImmediate(() => process.exit());
  },
);
