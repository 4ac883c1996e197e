import { createSlackSimulator, type SlackSimulator } from '@k8s-pizza/slack-simulator';
import { slackHandlers } from '@k8s-pizza/slack-simulator/msw';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { announce } from '../src/announce.js';

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterAll(() => server.close());

let slack: SlackSimulator;
beforeEach(async () => {
  slack = await createSlackSimulator();
  server.use(...slackHandlers(slack));
  vi.stubEnv('SLACK_BOT_TOKEN', slack.botToken);
});
afterEach(async () => {
  server.resetHandlers();
  vi.unstubAllEnvs();
  await slack.close();
});

test('a release is announced', async () => {
  await announce('C0PIZZA', '4.2');

  expect(slack.messages('C0PIZZA')).toMatchObject([{ text: 'Version 4.2 is out' }]);
});

test('a channel without the app is said to be one', async () => {
  slack.removeApp('C0PIZZA');

  await expect(announce('C0PIZZA', '4.2')).rejects.toThrow('not_in_channel');
});

test('an answer that the simulator never gives is one more handler', async () => {
  server.use(http.post('https://slack.com/api/chat.postMessage', () => new HttpResponse(null, { status: 502 })));

  await expect(announce('C0PIZZA', '4.2')).rejects.toThrow('502');
});
