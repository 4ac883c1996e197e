import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleInRun } from 'test-engines/in-this-run';
import { onTestFinished, test } from 'vitest';

export const recipes = fileURLToPath(new URL('../recipes', import.meta.url));

/** A folder that is removed after the test. */
export function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'shell-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Puts `slack-approval` on a PATH, as `npm install --global` does, and an `npx` that finds it without a registry. */
export async function aPath(): Promise<string> {
  const program = await bundleInRun(new URL('../../../packages/cli/src/bin.ts', import.meta.url));
  const folder = aFolder();
  const put = (name: string, line: string) => {
    writeFileSync(join(folder, name), `#!/bin/sh\n${line}\n`);
    chmodSync(join(folder, name), 0o755);
  };
  put('slack-approval', `exec "${process.execPath}" "${program}" "$@"`);
  put(
    'npx',
    '[ "$1" = --yes ] && shift\n[ "$1" = @k8s-pizza/slack-approval-cli ] || exit 9\nshift\nexec slack-approval "$@"',
  );
  return [folder, recipes, process.env['PATH']].join(':');
}

interface Started {
  readonly cwd?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Sends SIGINT to this one process once it resolves. */
  readonly interruptAfter?: Promise<unknown> | undefined;
}

/** Starts a program. */
export function start(command: string, args: readonly string[], { cwd = recipes, env, interruptAfter }: Started) {
  const child = spawn(command, args, { cwd, env });
  void interruptAfter?.then(() => child.kill('SIGINT'));
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  return once(child, 'close').then(([code]) => ({ code, output }));
}

/** Registers a test that needs a program of the machine. Where it is not installed, the reason is printed. */
export function testWith([command = '', ...args]: readonly string[], title: string, body: () => Promise<void>): void {
  if (spawnSync(command, args).status === 0) test(title, body);
  else test(title, (context) => context.skip(`${command} is not installed`));
}
