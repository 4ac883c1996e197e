import { App, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { expect, onTestFinished, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { card, clientOf, reasonModal, startSlack } from './simulator-fixture.js';

/** A real Bolt app, connected by its real Socket Mode client. */
async function connected(prepare: (app: App) => void) {
  const { slack, web } = await startSlack();
  const clientOptions = { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } };
  const installerOptions = { clientOptions };
  const receiver = new SocketModeReceiver({ appToken: slack.appToken, logLevel: LogLevel.ERROR, installerOptions });
  const app = new App({
    receiver,
    token: slack.botToken,
    botId: slack.botId,
    botUserId: slack.botUserId,
    clientOptions,
    logLevel: LogLevel.ERROR,
  });
  prepare(app);
  await app.start();
  onTestFinished(async () => {
    // Bolt does not wait for its own good-bye
    const gone = new Promise((resolve) => receiver.client.once('disconnected', resolve));
    await app.stop();
    await gone;
  });
  const { ts = '' } = await web.chat.postMessage({ channel: 'C0PIZZA', text: 'Order pizza?', blocks: card });
  const click = () => slack.click({ userId: 'U0ALICE', channelId: 'C0PIZZA', ts, actionId: 'approve' });
  return { slack, app, click };
}

/** A connection of our own, which answers nothing; what it was told, message by message. */
async function bareSocket(apiUrl: string, appToken: string) {
  const { url = '' } = await clientOf({ apiUrl, botToken: appToken }).apps.connections.open();
  const socket = new WebSocket(url);
  onTestFinished(() => socket.terminate());
  const messages: { readonly type: string; readonly [field: string]: unknown }[] = [];
  socket.on('message', (data) => messages.push(JSON.parse(String(data))));
  await vi.waitFor(() => expect(messages).not.toEqual([]));
  return { socket, messages };
}

test('a click, a modal and its submission go over the socket, and are acknowledged', async () => {
  const reasons: unknown[] = [];
  const { slack, click } = await connected((app) => {
    app.action('approve', async ({ ack, client, body }) => {
      await client.views.open({ trigger_id: 'trigger_id' in body ? body.trigger_id : '', view: reasonModal() });
      await ack();
    });
    app.view('reason', async ({ ack, view }) => {
      const reason = view.state.values['why']?.['reason']?.value;
      reasons.push(reason);
      if (reason === 'meh') await ack({ response_action: 'errors', errors: { why: 'Say more' } });
      else await ack();
    });
  });

  expect(await click()).toMatchObject({ status: 200, body: '', failure: null });
  const viewId = slack.views('U0ALICE')[0]?.id ?? '';
  await slack.submit({ userId: 'U0ALICE', viewId, values: { reason: 'meh' } });
  expect(slack.views('U0ALICE')).toMatchObject([{ errors: { why: 'Say more' } }]);
  await slack.submit({ userId: 'U0ALICE', viewId, values: { reason: 'too late' } });

  expect(slack.views('U0ALICE')).toEqual([]);
  expect(reasons).toEqual(['meh', 'too late']);
  expect(slack.traffic).toContainEqual(expect.objectContaining({ direction: 'out', method: 'block_actions' }));
});

test('one connection takes any number of clicks', async () => {
  const warnings: string[] = [];
  const onWarning = ({ name }: Error) => void warnings.push(name);
  process.on('warning', onWarning);
  onTestFinished(() => void process.off('warning', onWarning));
  const { click } = await connected((app) => app.action('approve', async ({ ack }) => void (await ack())));

  const failures = new Set<unknown>();
  // Node warns of the eleventh listener that nobody takes away
  for (let count = 0; count < 12; count += 1) failures.add((await click()).failure);

  expect([...failures]).toEqual([null]);
  expect(warnings).toEqual([]);
});

test('a command is answered in the acknowledgement, an event by an empty one', async () => {
  const opened: string[] = [];
  const { slack } = await connected((app) => {
    app.command('/approvals', async ({ ack, command }) => ack({ text: `${command.user_name} typed ${command.text}` }));
    app.event('app_home_opened', async ({ event }) => void opened.push(event.user));
  });

  const command = { userId: 'U0BOB', channelId: 'C0PIZZA', command: '/approvals', text: 'list & more' };
  const event = { type: 'app_home_opened', user: 'U0ALICE', channel: 'D0HOME', tab: 'home' };

  expect(await slack.command(command)).toMatchObject({ status: 200, body: '{"text":"bob typed list & more"}' });
  expect(await slack.event(event)).toMatchObject({ status: 200, body: '', failure: null });
  await vi.waitFor(() => expect(opened).toEqual(['U0ALICE']));
});

test('an app that goes away is told apart from one that was never there', async () => {
  const { slack } = await startSlack();
  const { socket, messages } = await bareSocket(slack.apiUrl, slack.appToken);
  expect(messages).toMatchObject([{ type: 'hello', connection_info: { app_id: slack.appId }, num_connections: 1 }]);

  const command = { userId: 'U0BOB', channelId: 'C0PIZZA', command: '/approvals', text: '' };
  const sending = slack.command(command);
  await vi.waitFor(() => expect(messages).toHaveLength(2));
  expect(messages[1]).toMatchObject({ type: 'slash_commands', accepts_response_payload: true });
  socket.terminate();

  expect(await sending).toMatchObject({ status: 0, failure: 'connection_failed' });
  await expect(slack.command(command)).rejects.toMatchObject({ code: 'no_request_url' });
});

test('an event that is not acknowledged is sent again, and says why', async () => {
  const { slack } = await startSlack();
  const first = await bareSocket(slack.apiUrl, slack.appToken);
  const second = await bareSocket(slack.apiUrl, slack.appToken);
  second.socket.on('message', (data) => second.socket.send(`{"envelope_id":"${JSON.parse(`${data}`).envelope_id}"}`));

  const sending = slack.event({ type: 'app_mention', user: 'U0ALICE' });
  await vi.waitFor(() => expect(first.messages).toHaveLength(2));
  first.socket.terminate();

  expect(await sending).toMatchObject({ status: 200, failure: null });
  expect(first.messages[1]).not.toHaveProperty('retry_attempt');
  expect(second.messages[1]).toMatchObject({ retry_attempt: 1, retry_reason: 'connection_failed' });
  expect(second.messages[1]?.['payload']).toEqual(first.messages[1]?.['payload']);
});

test('connections that are to be opened anew are sent nothing more', async () => {
  const { slack } = await startSlack();
  const first = await bareSocket(slack.apiUrl, slack.appToken);

  slack.refreshConnections();
  await vi.waitFor(() => expect(first.messages).toHaveLength(2));

  expect(first.messages[1]).toMatchObject({ type: 'disconnect', reason: 'refresh_requested' });
  const command = { userId: 'U0BOB', channelId: 'C0PIZZA', command: '/approvals', text: '' };
  await expect(slack.command(command)).rejects.toMatchObject({ code: 'no_request_url' });

  const second = await bareSocket(slack.apiUrl, slack.appToken);
  second.socket.on('message', (data) => second.socket.send(`{"envelope_id":"${JSON.parse(`${data}`).envelope_id}"}`));

  expect(await slack.command(command)).toMatchObject({ status: 200, failure: null });
  expect(first.messages).toHaveLength(2);
});

test('only an app-level token opens connections, and only ten', async () => {
  const { slack, web } = await startSlack();
  await expect(web.apps.connections.open()).rejects.toMatchObject({ data: { error: 'invalid_auth' } });
  await expect(clientOf(slack, '').apps.connections.open()).rejects.toMatchObject({ data: { error: 'not_authed' } });
  const refused = new WebSocket(slack.url.replace('http', 'ws').concat('/link/?ticket=guessed'));
  await expect(new Promise((_resolve, reject) => refused.once('error', reject))).rejects.toThrow('404');

  const sockets = [];
  for (let count = 0; count < 11; count += 1) sockets.push(await bareSocket(slack.apiUrl, slack.appToken));

  expect(sockets.map(({ messages }) => messages[0]?.['num_connections'])).toEqual([
    ...Array.from({ length: 10 }, (_, index) => index + 1),
    undefined,
  ]);
  expect(sockets[10]?.messages).toMatchObject([{ type: 'disconnect', reason: 'too_many_websockets' }]);
});
