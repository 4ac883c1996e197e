import { once } from 'node:events';
import https from 'node:https';
import { text } from 'node:stream/consumers';
import { slackHandlers } from '@k8s-pizza/slack-simulator/msw';
import { App, HTTPReceiver, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { setupServer } from 'msw/node';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { card, startApp, startSlack } from '../simulator/simulator-fixture.js';
import { startServer } from '../start-server.js';

/** Everything that this process sends to Slack goes to the simulator. Any other request fails. */
function intercept(simulator: Parameters<typeof slackHandlers>[0]): void {
  const server = setupServer(...slackHandlers(simulator));
  server.listen({ onUnhandledRequest: 'error' });
  onTestFinished(() => server.close());
}

async function interceptSlack() {
  const { slack } = await startSlack();
  intercept(slack);
  return { slack, web: new WebClient(slack.botToken, { retryConfig: { retries: 0 }, logLevel: LogLevel.ERROR }) };
}

const message = { channel: 'C0PIZZA', text: 'Order pizza?' };

describe('what is sent to slack.com is answered by the simulator', () => {
  test('by fetch', async () => {
    const { slack } = await interceptSlack();

    const response = await fetch('https://slack.com/api/chat.postMessage', {
      method: 'POST',
      headers: { authorization: `Bearer ${slack.botToken}`, 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ ...message, text: 'Käse?' }),
    });

    expect(await response.json()).toMatchObject({ ok: true, channel: 'C0PIZZA' });
    expect(slack.messages('C0PIZZA')).toMatchObject([{ text: 'Käse?' }]);
  });

  test('by node:https, with its arguments in the address', async () => {
    const { slack } = await interceptSlack();

    const sent = https
      .request('https://slack.com/api/users.info?user=U0ALICE', {
        headers: { authorization: `Bearer ${slack.botToken}` },
      })
      .end();
    const [response] = await once(sent, 'response');

    expect(JSON.parse(await text(response))).toMatchObject({ ok: true, user: { id: 'U0ALICE' } });
  });

  test('by a client of Slack, which sees the refusals', async () => {
    const { slack, web } = await interceptSlack();
    slack.removeApp('C0PIZZA');

    await expect(web.chat.postMessage(message)).rejects.toMatchObject({ data: { error: 'not_in_channel' } });
  });
});

describe('what fails there fails here', () => {
  test('a rate limit says how long to wait', async () => {
    const { slack } = await interceptSlack();
    slack.fail({ method: 'auth.test', how: 'rate_limit', retryAfterSeconds: 30 });

    const response = await fetch('https://slack.com/api/auth.test', { method: 'POST' });

    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '30']);
  });

  test.each(['lose_response', 'half_body'] as const)('%s: the work is done, and no whole answer comes', async (how) => {
    const { slack } = await interceptSlack();
    slack.fail({ method: 'chat.postMessage', how });
    const post = async () => {
      const response = await fetch('https://slack.com/api/chat.postMessage', {
        method: 'POST',
        headers: { authorization: `Bearer ${slack.botToken}` },
        body: new URLSearchParams(message),
      });
      return await response.text();
    };

    await expect(post()).rejects.toThrow(TypeError);
    expect(slack.messages('C0PIZZA')).toHaveLength(1);
  });

  test('hang: the client gives up when it is told to, and leaves no connection behind', async () => {
    const patience = new AbortController();
    const left = vi.fn();
    const { url, close } = await startServer((_, response) => {
      response.once('close', left);
      patience.abort();
    });
    onTestFinished(close);
    intercept({ url, requestUrl: null });

    const asking = fetch('https://slack.com/api/auth.test', { method: 'POST', signal: patience.signal });

    await expect(asking).rejects.toMatchObject({ name: 'AbortError' });
    await expect.poll(() => left).toHaveBeenCalled();
  });
});

describe('a whole app in one process, which knows no other Slack than slack.com', () => {
  test('takes a click over HTTP and answers at the response_url', async () => {
    const { slack, web } = await interceptSlack();
    const { signingSecret, botToken: token } = slack;
    const receiver = new HTTPReceiver({ signingSecret, logLevel: LogLevel.ERROR });
    const app = new App({ token, receiver, logLevel: LogLevel.ERROR });
    app.action('approve', async ({ ack, respond }) => {
      await ack();
      await respond('Ordered.');
    });
    const server = await app.start({ port: 0, host: '127.0.0.1' });
    onTestFinished(async () => void (await app.stop()));
    slack.requestUrl = `http://127.0.0.1:${Object(server.address()).port}/slack/events`;

    const { ts = '' } = await web.chat.postMessage({ ...message, blocks: card });
    const click = await slack.click({ userId: 'U0ALICE', channelId: 'C0PIZZA', ts, actionId: 'approve' });

    expect(click).toMatchObject({ status: 200, failure: null });
    await expect.poll(() => slack.messages('C0PIZZA').at(-1)?.text).toBe('Ordered.');
  });

  test('takes a command in Socket Mode', async () => {
    const { slack } = await interceptSlack();
    const { appToken, botToken: token } = slack;
    const receiver = new SocketModeReceiver({ appToken, logLevel: LogLevel.ERROR });
    const app = new App({ token, receiver, logLevel: LogLevel.ERROR });
    app.command('/order', async ({ ack }) => ack('Ordered.'));
    await app.start();
    onTestFinished(async () => {
      // Bolt does not wait for its own good-bye
      const gone = new Promise((resolve) => receiver.client.once('disconnected', resolve));
      await app.stop();
      await gone;
    });

    await slack.command({ userId: 'U0ALICE', channelId: 'C0PIZZA', command: '/order', text: '' });

    expect(slack.messages('C0PIZZA', { asUser: 'U0ALICE' })).toMatchObject([{ text: 'Ordered.' }]);
  });

  test('may move to another address meanwhile', async () => {
    const { slack } = await interceptSlack();
    const command = { userId: 'U0ALICE', channelId: 'C0PIZZA', command: '/order', text: '' };
    const apps = [await startApp(), await startApp()];

    for (const { url } of apps) {
      slack.requestUrl = url;
      expect(await slack.command(command)).toMatchObject({ status: 200 });
    }

    expect(apps.map(({ received }) => received.length)).toEqual([1, 1]);
  });
});

test('these handlers leave alone what is sent elsewhere', async () => {
  const app = await startApp();
  await interceptSlack();
  vi.spyOn(console, 'error').mockReturnValue();

  await expect(fetch(app.url)).rejects.toThrow();
  expect(app.received).toEqual([]);
});
