// Opens and uses what a simulator can open, and closes nothing. With the argument `hold` the simulator holds the process.
import { once } from 'node:events';
import { get } from 'node:http';
import type { Socket } from 'node:net';
import { createSlackSimulator } from '@k8s-pizza/slack-simulator';
import { WebClient } from '@slack/web-api';
import { WebSocket } from 'ws';
import { startServer } from './start-server.js';

/** Longer than the end of a process takes, and shorter than clients and servers keep an idle connection. */
const heldAfterMs = 3_000;

const slack = await createSlackSimulator({ holdProcess: process.argv[2] === 'hold' });
const { botToken, appToken, apiUrl: slackApiUrl } = slack;

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

/** A click on a message of the app, which a server receives. */
async function click(): Promise<number> {
  const button = { type: 'button' as const, action_id: 'eat', text: { type: 'plain_text' as const, text: 'Eat' } };
  const blocks = [{ type: 'actions' as const, elements: [button] }];
  const posted = await new WebClient(botToken, { slackApiUrl }).chat.postMessage({
    channel: 'C0PIZZA',
    text: 'Pizza?',
    blocks,
  });
  slack.requestUrl = (await startServer((_, response) => response.end())).url;
  const place = { channelId: 'C0PIZZA', ts: posted.ts ?? '' };
  return (await slack.click({ userId: 'U0ALICE', ...place, actionId: 'eat' })).status;
}

const client = await connect();
const overSocket = await slack.command({ userId: 'U0ALICE', channelId: 'C0PIZZA', command: '/pizza', text: '' });
const page = await watchPage();
const overHttp = await click();
slack.requestUrl = 'http://127.0.0.1:1';
// its retries are due in a minute and in five
const event = await slack.event({ type: 'app_home_opened', user: 'U0ALICE', tab: 'home' });
process.stdout.write(JSON.stringify({ overSocket: overSocket.status, overHttp, event: event.failure }));

// the clients are this program's own; what is left is the simulator's
for (const socket of [client, page]) socket.unref();
setTimeout(() => process.exit(3), heldAfterMs).unref();
