import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const program = fileURLToPath(new URL('../src/bin.ts', import.meta.url));

function start(...args: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, ['--conditions=@k8s-pizza/source', '--import', 'tsx', program, ...args]);
  onTestFinished(() => void child.kill());
  return child;
}

/** What it has written when it has said how to end it. */
async function outputOf({ stdout }: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of stdout ?? []) {
    text += String(chunk);
    if (text.includes('Ctrl-C')) return text;
  }
  return text;
}

test('the program prints where its page is, and what an app needs to find it', async () => {
  const output = await outputOf(start('--request-url', 'http://127.0.0.1:9/slack', '--command', '/deploy'));

  const page = /The page: {2}(\S+)/.exec(output)?.[1] ?? '';
  const state = await (await fetch(`${page}page/state`)).json();
  expect(state).toMatchObject({ requestUrl: 'http://127.0.0.1:9/slack', commands: [{ command: '/deploy' }] });
  expect(output).toContain(`SLACK_API_URL=${page}api/`);
  expect(output).toContain('SLACK_APP_TOKEN=xapp-simulated-app-token');
});

test('it ends with one line where it can not start', async () => {
  const child = start('--state', program);
  let complaint = '';
  child.stderr?.on('data', (chunk) => {
    complaint += String(chunk);
  });

  const [code] = await once(child, 'close');

  expect(code).toBe(1);
  expect(complaint.trim().split('\n')).toEqual([expect.stringContaining('Expected a simulator state in')]);
});

test('a misspelt flag is refused in one line that names the one that was meant', async () => {
  const child = start('--prot', '5');
  let complaint = '';
  child.stderr?.on('data', (chunk) => {
    complaint += String(chunk);
  });

  const [code] = await once(child, 'close');

  expect(code).toBe(1);
  expect(complaint.trim().split('\n')).toEqual([expect.stringContaining('did you mean --port?')]);
});
