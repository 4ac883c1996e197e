// Opens and uses what this package can open, and closes nothing. With the argument `hold` the simulator holds the process.
import { once } from 'node:events';
import { get } from 'node:http';
import type { Socket } from 'node:net';
import { createApprovals, memoryStore, user } from '@k8s-pizza/slack-approval';
import { createSlackSimulator } from '@k8s-pizza/slack-approval-testing';
import { WebClient } from '@slack/web-api';
import { WebSocket } from 'ws';
import { serve, startPlainHost } from './plain-host.js';

/** Longer than the end of a process takes, and shorter than clients and servers keep an idle connection. */
const heldAfterMs = 3_000;

const slack = await createSlackSimulator({ holdProcess: process.argv[2] === 'hold' });
const { botToken: token, appToken, signingSecret, apiUrl: slackApiUrl } = slack;

/** A Socket Mode connection that acknowledges everything. */
async function connect(): Promise<Socket> {
  const { url = '' } = await new WebClient(appToken, { slackApiUrl }).apps.connections.open();
  const client = new WebSocket(url);
  client.on('message', (data) => {
    const { envelope_id } = JSON.parse(String(data));
    if (envelope_id !== undefined) client.send(JSON.stringify({ envelope_id }));
  });
  const [[{ socket }]] = await Promise.all([once(client, 'upgrade'), once(client, 'message')]);
  return socket;
}

/** What the page in a browser listens to. */
async function watchPage(): Promise<Socket> {
  const [response] = await once(get(`${slack.pageUrl}page/changes`), 'response');
  await once(response, 'data');
  return response.socket;
}

/** A click on a card of approvals, which a host receives. */
async function decide(): Promise<string | undefined> {
  const approvals = createApprovals({ slack: { token, signingSecret, apiUrl: slackApiUrl }, store: memoryStore() });
  const pizza = approvals.define('pizza', {
    schema: { '~standard': { version: 1, vendor: 'test', validate: (value: unknown) => ({ value }) } },
    channel: 'C0PIZZA',
    card: () => ({ title: 'Order pizza?' }),
    approvers: [user('U0ALICE')],
    onDecision: async () => undefined,
  });
  const { approval } = await pizza.ask({ size: 'large' }, { requester: 'test' });
  await approvals.flush();
  slack.requestUrl = (await startPlainHost(serve)(approvals)).url;
  const ts = slack.messages('C0PIZZA')[0]?.ts ?? '';
  await slack.click({ userId: 'U0ALICE', channelId: 'C0PIZZA', ts, actionId: 'approval:default:approve' });
  return (await approvals.get(approval.id))?.status;
}

const client = await connect();
const overSocket = await slack.command({ userId: 'U0ALICE', channelId: 'C0PIZZA', command: '/pizza', text: '' });
const page = await watchPage();
const status = await decide();
slack.requestUrl = 'http://127.0.0.1:1';
// its retries are due in a minute and in five
const event = await slack.event({ type: 'app_home_opened', user: 'U0ALICE', tab: 'home' });
process.stdout.write(JSON.stringify({ overSocket: overSocket.status, status, event: event.failure }));

// the clients are this program's own; what is left is the simulator's and the host's
for (const socket of [client, page]) socket.unref();
setTimeout(() => process.exit(3), heldAfterMs).unref();
