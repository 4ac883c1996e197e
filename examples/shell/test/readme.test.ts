import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { user } from '@k8s-pizza/slack-approval';
import { receiveAsks } from '@k8s-pizza/slack-approval-http';
import { createTestApprovals } from '@k8s-pizza/slack-approval-testing';
import { createSlackSimulator } from '@k8s-pizza/slack-simulator';
import { serveReceiver } from 'test-sources/serve-receiver';
import { until } from 'test-sources/until';
import { describe, expect, onTestFinished } from 'vitest';
import { aFolder, aPath, start, testWith } from './machine.js';

const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
const section = readme.slice(readme.indexOf('## Ask from anywhere'));
const [inShell = '', overHttp = ''] = [...section.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, code = '']) => code);

/** A folder with the script that is to run once it is approved. */
function withDeploy(): string {
  const folder = aFolder();
  writeFileSync(join(folder, 'deploy.sh'), '#!/bin/sh\necho deployed\n', { mode: 0o755 });
  return folder;
}

describe('the README, "Ask from anywhere"', () => {
  testWith(['sh', '-c', ':'], 'asks from a shell', async () => {
    const slack = await createSlackSimulator({
      rateLimits: false,
      channels: [{ id: 'C0DEPLOYS', name: 'deploys', members: ['U0ALICE'] }],
    });
    onTestFinished(() => slack.close());
    const code = inShell.replace('xoxb-…', slack.botToken).replace('xapp-…', slack.appToken);
    const env = { PATH: await aPath(), HOME: aFolder(), SLACK_API_URL: slack.apiUrl };
    const running = start('sh', ['-c', code], { cwd: withDeploy(), env });
    const { ts } = await until(() => slack.messages('C0DEPLOYS')[0]);
    const actionId = 'approval:default:approve';
    await slack.click({ userId: 'U0ALICE', channelId: 'C0DEPLOYS', ts, actionId });

    expect(await running).toEqual({ code: 0, output: expect.stringMatching(/approved by U0ALICE\ndeployed\n$/) });
  });

  testWith(['jq', '--version'], 'asks over HTTP', async () => {
    const world = await createTestApprovals();
    onTestFinished(() => world.close());
    const deploy = world.approvals.define<{ version: string }>('deploy', {
      title: ({ version }) => `Deploy ${version}?`,
      channel: 'C0PIZZA',
      approvers: [user('U0ALICE')],
    });
    const token = 'ci-0123456789abcdef0123456789abcdef';
    const tokens = [{ token, requester: 'ci', kinds: ['deploy'] }];
    const receive = receiveAsks(world.approvals, { kinds: { deploy }, tokens });
    const server = await serveReceiver(receive);
    onTestFinished(() => server.close());
    const env = { PATH: process.env['PATH'], CI_TOKEN: token, URL: server.url };
    const running = start('sh', ['-c', overHttp], { cwd: withDeploy(), env });
    const card = await until(async () => (await world.cards({ text: 'Deploy 4.2?' }))[0]);
    await world.approve(card, { as: 'U0ALICE' });

    expect(await running).toEqual({ code: 0, output: expect.stringMatching(/deployed\n$/) });
  });
});
