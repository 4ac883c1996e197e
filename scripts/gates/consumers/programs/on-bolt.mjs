import { registerApprovals } from '@k8s-pizza/slack-approval-bolt';
import { App, LogLevel } from '@slack/bolt';
import { askOnce } from './ask-once.mjs';

const { SLACK_BOT_TOKEN: token, SLACK_SIGNING_SECRET: signingSecret, SLACK_API_URL: slackApiUrl } = process.env;

void askOnce(async (approvals) => {
  const app = new App({ token, signingSecret, clientOptions: { slackApiUrl }, logLevel: LogLevel.ERROR });
  registerApprovals(app, approvals);
  const server = await app.start(0);
  return { url: `http://127.0.0.1:${server.address().port}/slack/events`, close: () => app.stop() };
});
