import type { Approvals } from '@k8s-pizza/slack-approval';
import { registerApprovals } from '@k8s-pizza/slack-approval-bolt';
import type { SlackSimulator } from '@k8s-pizza/slack-simulator';
import { SocketModeReceiver } from '@slack/bolt';
import { livingOn, type StartScenarioHost } from 'test-scenario/host';
import { openSqlite } from 'test-scenario/open-sqlite';
import { scenario } from 'test-scenario/scenario';
import { createApp, quietLogger, startBolt } from '../../../packages/adapter-bolt/test/start-bolt.js';

/** An app without a URL: it keeps a socket to Slack open. */
async function startInSocketMode(approvals: Approvals, { appToken, apiUrl }: SlackSimulator) {
  const installerOptions = { clientOptions: { slackApiUrl: apiUrl } };
  const receiver = new SocketModeReceiver({ appToken, logger: quietLogger, installerOptions });
  const app = createApp(receiver);
  registerApprovals(app, approvals);
  await app.start();
  const close = async () => {
    const gone = new Promise((resolve) => receiver.client.once('disconnected', resolve));
    await app.stop();
    await gone;
  };
  return { url: null, close };
}

/** A function that ends with its answer: what is left to do is its schedule's. */
const startOnLambda: StartScenarioHost = async (approvals, slack) => {
  const start = startBolt('AwsLambdaReceiver', () => undefined, { waitUntil: null });
  const { url, close } = await start(approvals, slack);
  return { url, workOff: () => approvals.processDue(), takeUpDue: () => approvals.processDue(), close };
};

const hosts = [
  ['Bolt, HTTPReceiver', livingOn(startBolt('HTTPReceiver'))],
  ['Bolt, ExpressReceiver', livingOn(startBolt('ExpressReceiver'))],
  ['Bolt, Socket Mode', livingOn(startInSocketMode)],
  ['Bolt, AwsLambdaReceiver', startOnLambda],
] as const;

for (const [host, start] of hosts) scenario({ host, store: 'SQLite', start, open: () => openSqlite() });
