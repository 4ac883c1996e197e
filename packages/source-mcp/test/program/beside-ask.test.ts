import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { bundleInRun } from 'test-engines/in-this-run';
import { until } from 'test-sources/until';
import { expect, onTestFinished, test } from 'vitest';
import { connectOverStdio } from './client.js';
import { aSlack, channel, press } from './running.js';

const ask = await bundleInRun(new URL('../../../cli/src/bin.ts', import.meta.url));

test('a click that Slack sends to `slack-approval ask` counts: both have one file', async () => {
  const { slack, env } = await aSlack();
  const key = { title: 'Deploy api 4.2?', key: 'api-4.2' };
  const first = await connectOverStdio(env);
  first.client.callTool({ name: 'request_approval', arguments: key }).catch(() => undefined);
  await until(() => slack.messages(channel)[0]);
  await first.client.close();

  const words = [ask, 'ask', 'Something else?', '--key', 'other'];
  const child = spawn(process.execPath, words, { env: { PATH: process.env['PATH'], ...env } });
  onTestFinished(() => void child.kill('SIGKILL'));
  await until(() => slack.messages(channel)[1]);
  await press(slack, 'approve');
  child.kill('SIGTERM');
  await once(child, 'close');

  const { client } = await connectOverStdio(env);
  const { structuredContent } = await client.callTool({ name: 'request_approval', arguments: key });
  expect(structuredContent).toMatchObject({ status: 'approved', decidedBy: ['U0ALICE'] });
});
