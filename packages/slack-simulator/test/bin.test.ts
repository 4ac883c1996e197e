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

  const page = /The page: {2}(\S+\/)#as=U0ALICE&in=C0PIZZA\n/.exec(output)?.[1] ?? '';
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

/** A program that asks the Slack in its environment who it is, and posts to #deploys. */
const postsOnce = `
const call = async (method, body = {}) => {
  const headers = { authorization: 'Bearer ' + process.env.SLACK_BOT_TOKEN, 'content-type': 'application/json' };
  return await (await fetch(process.env.SLACK_API_URL + method, { method: 'POST', headers, body: JSON.stringify(body) })).json();
};
const { team } = await call('auth.test');
const { ok } = await call('chat.postMessage', { channel: 'C0DEPLOYS', text: 'hi' });
console.log(team, ok, process.env.SLACK_SIGNING_SECRET !== undefined, process.env.SLACK_APP_TOKEN);
process.exit(3);
`;

test('a program after -- finds this Slack in its environment, and ends it with its own exit code', async () => {
  const evaluated = [process.execPath, '--input-type=module', '--eval', postsOnce];
  const child = start('--channel', 'C0DEPLOYS', '--', ...evaluated);
  const closed = once(child, 'close');
  const output = await outputOf(child);

  expect(output).toMatch(
    /^The page: {2}http\S+#as=U0ALICE&in=C0DEPLOYS\n\npizza true true xapp-simulated-app-token\n$/,
  );
  expect(await closed).toEqual([3, null]);
});

test('a program that a signal ends counts as failed', async () => {
  const child = start('--', process.execPath, '--eval', "process.kill(process.pid, 'SIGKILL')");

  expect(await once(child, 'close')).toEqual([137, null]);
});

test('SIGTERM ends the program too', async () => {
  const waits = "process.on('SIGTERM', () => process.exit(5)); setInterval(() => {}, 1000); console.log('Ctrl-C')";
  const child = start('--', process.execPath, '--eval', waits);
  await outputOf(child);
  child.kill('SIGTERM');

  expect(await once(child, 'close')).toEqual([5, null]);
});

test('a program that does not exist is named in one line', async () => {
  const child = start('--', 'no-such-program');
  let complaint = '';
  child.stderr?.on('data', (chunk) => {
    complaint += String(chunk);
  });

  expect(await once(child, 'close')).toEqual([1, null]);
  expect(complaint.trim().split('\n')).toEqual([expect.stringContaining('no-such-program cannot be started')]);
});
