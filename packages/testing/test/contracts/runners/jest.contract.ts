// Jest runs it from a bundle, beside the packed packages; Jest is no dependency of this repository.
import { listenOnLoopback, type TestRunner } from '@k8s-pizza/slack-approval-testing';
import { createSlackSimulator } from '@k8s-pizza/slack-simulator';
import { registerContracts } from './contracts.js';

/** What Jest has in common with vitest, whose types are here. */
declare const { expect }: typeof import('vitest');
declare const { describe, test }: TestRunner;

registerContracts({ describe, test });

test('closes with `await using`', async () => {
  let url = '';
  {
    await using slack = await createSlackSimulator();
    url = slack.url;
  }

  await expect(fetch(url)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
}, 5_000);

test('may leave everything open, and Jest ends', async () => {
  const slack = await createSlackSimulator();
  const { url } = await listenOnLoopback((_, response) => response.end());
  slack.requestUrl = url;

  expect(await slack.command({ userId: 'U0ALICE', channelId: 'C0PIZZA', command: '/pizza', text: '' })).toMatchObject({
    status: 200,
  });
}, 5_000);
