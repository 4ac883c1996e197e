// Other libraries as they are meant to be used: each takes a click of Slack, checks and parses it, and calls the listener of its action.
import { createSlackAdapter } from '@chat-adapter/slack';
import { createMemoryState } from '@chat-adapter/state-memory';
import bolt from '@slack/bolt';
import { Chat, ConsoleLogger } from 'chat';
import { SlackApp } from 'slack-edge';

const botToken = 'xoxb-bench';

/** A Lambda event to its answer. */
export function boltLambda(secret, actionId) {
  const receiver = new bolt.AwsLambdaReceiver({ signingSecret: secret, logLevel: bolt.LogLevel.ERROR });
  const authorize = async () => ({ botToken, botId: 'B0BENCH', botUserId: 'U0BENCH' });
  const app = new bolt.App({ receiver, authorize, logLevel: bolt.LogLevel.ERROR });
  let heardCount = 0;
  app.action(actionId, async ({ ack }) => {
    heardCount += 1;
    await ack();
  });
  const handle = receiver.toHandler();
  return {
    heardCount: () => heardCount,
    answer: async ({ headers, body }) => (await handle({ headers, body, path: '/' }, {})).statusCode,
  };
}

/** A web-standard Request to its Response. */
export function slackEdge(secret, actionId) {
  const authorize = async () => ({ botToken, botId: 'B0BENCH', botUserId: 'U0BENCH', userScopes: [], botScopes: [] });
  const app = new SlackApp({ env: { SLACK_SIGNING_SECRET: secret, SLACK_BOT_TOKEN: botToken }, authorize });
  let heardCount = 0;
  app.action(actionId, async () => {
    heardCount += 1;
  });
  const context = { waitUntil: () => undefined };
  return {
    heardCount: () => heardCount,
    answer: async (click) => (await app.run(requestOf(click), context)).status,
  };
}

/** A web-standard Request to its Response, and its listener, which it calls behind the answer. */
export async function chatSdk(secret, actionId) {
  const logger = new ConsoleLogger('error');
  const slack = createSlackAdapter({ signingSecret: secret, botToken, botUserId: 'U0BENCH', logger });
  const chat = new Chat({ userName: 'bench', adapters: { slack }, state: createMemoryState(), logger });
  let heardCount = 0;
  chat.onAction(actionId, async () => {
    heardCount += 1;
  });
  return {
    heardCount: () => heardCount,
    async answer(click) {
      const behind = [];
      const waitUntil = (work) => behind.push(work);
      const { status } = await chat.webhooks.slack(requestOf(click), { waitUntil });
      await Promise.all(behind);
      return status;
    },
  };
}

export function requestOf({ headers, body }) {
  return new Request('http://localhost/slack/actions', { method: 'POST', headers, body });
}
