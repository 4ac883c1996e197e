import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { startSlack } from './simulator/simulator-fixture.js';
import { startServer } from './start-server.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const [, program = ''] = /```ts\n(.*?)```/s.exec(readme) ?? [];

async function freePort(): Promise<number> {
  const { port, close } = await startServer(() => undefined);
  await close();
  return port;
}

test('the first program of the README answers a command and a click', async () => {
  const { slack } = await startSlack();
  const port = await freePort();
  slack.requestUrl = `http://127.0.0.1:${port}/slack/events`;
  // it is plain JavaScript but for `as const`
  const app = spawn(process.execPath, ['--input-type=module', '--eval', program.replaceAll(' as const', '')], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: {
      ...process.env,
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_SIGNING_SECRET: slack.signingSecret,
      PORT: String(port),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void app.kill('SIGKILL'));
  await once(app.stdout, 'data');

  await slack.command({ userId: 'U0ALICE', channelId: 'C0PIZZA', command: '/hello', text: '' });
  await expect.poll(() => slack.messages('C0PIZZA').map(({ text }) => text)).toEqual(['Hello!']);
  const [message] = slack.messages('C0PIZZA');
  const place = { channelId: 'C0PIZZA', ts: message?.ts ?? '' };
  const click = await slack.click({ userId: 'U0ALICE', ...place, actionId: 'wave' });

  expect(click).toMatchObject({ status: 200, failure: null });
  await expect.poll(() => slack.messages('C0PIZZA').at(-1)?.text).toBe('<@U0ALICE> waves back.');
});
