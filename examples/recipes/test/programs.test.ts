import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createSlackSimulator, type SlackSimulator } from '@k8s-pizza/slack-simulator';
import { freePort } from 'test-engines/free-port';
import { expect, onTestFinished, test, vi } from 'vitest';

const patient = { timeout: 30_000, interval: 50 };

/** Starts a program of `src/programs` in an empty folder, beside a simulated Slack that sends its requests to `path`. */
async function start(name: string, path: string) {
  const slack = await createSlackSimulator();
  const [folder, port] = [await mkdtemp(join(tmpdir(), 'recipe-')), await freePort()];
  const url = `http://127.0.0.1:${port}`;
  slack.requestUrl = url + path;
  const file = fileURLToPath(new URL(`../src/programs/${name}.ts`, import.meta.url));
  const options = ['--conditions=@k8s-pizza/source', '--import', import.meta.resolve('tsx'), file];
  const child = spawn(process.execPath, options, {
    cwd: folder,
    env: {
      ...process.env,
      PORT: String(port),
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_SIGNING_SECRET: slack.signingSecret,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await slack.close();
    await rm(folder, { recursive: true, force: true });
  });
  let printed = '';
  child.stdout.on('data', (data) => {
    printed += data;
  });
  await vi.waitUntil(() => fetch(url).then(Boolean, () => false), patient);
  return { slack, url, deploys: () => printed.match(/^Deploying .*$/gm) ?? [] };
}

const firstMessage = (slack: SlackSimulator) => vi.waitUntil(() => slack.messages('C0OPS')[0], patient);

/** Alice asks for a deploy in Slack, and Bob presses Approve twice before anything has happened. */
async function clickTwice(slack: SlackSimulator, actionId: string) {
  await slack.command({ userId: 'U0ALICE', channelId: 'C0OPS', command: '/deploy', text: '4.2' });
  const { ts } = await firstMessage(slack);
  const click = { userId: 'U0BOB', channelId: 'C0OPS', ts, actionId };
  return await Promise.all([slack.click(click), slack.click(click)]);
}

test('Hono: a program asks, Alice approves, and the program says so', async () => {
  const { slack, url, deploys } = await start('hono', '/slack/actions');
  const asked = await fetch(`${url}/deploys`, { method: 'POST', body: '{"service":"api","version":"4.2"}' });
  const { id } = Object(await asked.json());
  const state = async () => await (await fetch(`${url}/deploys/${id}`)).json();
  const { ts } = await firstMessage(slack);
  const early = await state();

  const click = { userId: 'U0ALICE', channelId: 'C0OPS', ts, actionId: 'approval:default:approve' };
  expect(await slack.click(click)).toMatchObject({ status: 200, failure: null });

  await vi.waitFor(async () => expect(await state()).toEqual({ status: 'approved', delivery: 'delivered' }), patient);
  expect(asked.status).toBe(202);
  expect(early).toMatchObject({ status: 'pending' });
  expect(deploys()).toEqual([`Deploying api 4.2 (${id})`]);
  expect((await fetch(`${url}/deploys/none`)).status).toBe(404);
});

test('Bolt by hand: two clicks deploy twice', async () => {
  const { slack, deploys } = await start('bolt-by-hand', '/slack/events');

  const clicks = await clickTwice(slack, 'deploy_yes');

  expect(clicks).toMatchObject([{ failure: null }, { failure: null }]);
  await vi.waitFor(() => expect(deploys()).toEqual(['Deploying 4.2', 'Deploying 4.2']), patient);
});

test('Bolt with approvals: two clicks deploy once, and the card says who approved', async () => {
  const { slack, deploys } = await start('bolt-with-approvals', '/slack/events');

  const clicks = await clickTwice(slack, 'approval:default:approve');

  expect(clicks).toMatchObject([{ failure: null }, { failure: null }]);
  const isDelivered = () => JSON.stringify(slack.messages('C0OPS')[0]).includes('Approved by');
  await vi.waitUntil(isDelivered, patient);
  await vi.waitUntil(() => deploys().length > 0, patient);
  expect(deploys()).toEqual([expect.stringMatching(/^Deploying 4\.2 for /)]);
});
