import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { listenOnLoopback } from '@k8s-pizza/slack-approval-testing';
import { expect, onTestFinished, test } from 'vitest';

test.each([
  ['its server on loopback', 'leave-open-child.ts'],
  ['its test approvals', 'leave-approvals-open-child.ts'],
])('a program that leaves %s open ends with its last line', async (_, file) => {
  const program = fileURLToPath(new URL(file, import.meta.url));
  const child = spawn(process.execPath, ['--conditions=@k8s-pizza/source', '--import', 'tsx', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);

  expect({ output, code }).toEqual({ output: 'approved', code: 0 });
});

test('`await using` closes a server on loopback at the end of its block', async () => {
  let url = '';
  {
    await using server = await listenOnLoopback((_, response) => response.end());
    url = server.url;
    expect((await fetch(url)).status).toBe(200);
  }

  await expect(fetch(url)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
});
