import { App, ExpressReceiver, HTTPReceiver, LogLevel } from '@slack/bolt';
import { describe, expect, onTestFinished, test } from 'vitest';
import { card, payloadOf, reasonModal, startApp, startSlack } from './simulator-fixture.js';

const receivers = {
  HTTPReceiver: (signingSecret: string) => new HTTPReceiver({ signingSecret, logLevel: LogLevel.ERROR }),
  ExpressReceiver: (signingSecret: string) => new ExpressReceiver({ signingSecret, logLevel: LogLevel.ERROR }),
};

/** A real Bolt app in front of the simulator, with a card posted by its own client. */
async function withBolt(name: keyof typeof receivers, signingSecret?: string) {
  const { slack } = await startSlack();
  const app = new App({
    receiver: receivers[name](signingSecret ?? slack.signingSecret),
    token: slack.botToken,
    botId: slack.botId,
    botUserId: slack.botUserId,
    clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } },
    logLevel: LogLevel.ERROR,
  });
  const server = await app.start(0);
  onTestFinished(async () => {
    await app.stop();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  slack.requestUrl = `http://127.0.0.1:${port}/slack/events`;
  const { ts = '' } = await app.client.chat.postMessage({ channel: 'C0PIZZA', text: 'Order pizza?', blocks: card });
  const click = () => slack.click({ userId: 'U0ALICE', channelId: 'C0PIZZA', ts, actionId: 'approve' });
  return { slack, app, ts, click };
}

describe.each(['HTTPReceiver', 'ExpressReceiver'] as const)('Bolt behind its %s', (receiver) => {
  test('takes a click, and answers it by response URL and by the Web API', async () => {
    const { slack, app, ts, click } = await withBolt(receiver);
    app.action('approve', async ({ ack, respond, client, body }) => {
      await client.chat.update({ channel: 'C0PIZZA', ts, text: `Approved by ${body.user.id}` });
      await respond({ text: 'Thank you', replace_original: false });
      await ack();
    });

    expect(await click()).toMatchObject({ status: 200, failure: null });

    expect(slack.messages('C0PIZZA')).toMatchObject([
      { ts, text: 'Approved by U0ALICE', ephemeralFor: null },
      { text: 'Thank you', ephemeralFor: 'U0ALICE' },
    ]);
  });

  test('opens a modal by the trigger, refuses its first submission and takes the second', async () => {
    const { slack, app, click } = await withBolt(receiver);
    const reasons: unknown[] = [];
    app.action('approve', async ({ ack, client, body }) => {
      const { trigger_id = '' } = 'trigger_id' in body ? body : {};
      await client.views.open({ trigger_id, view: reasonModal() });
      await ack();
    });
    app.view('reason', async ({ ack, view }) => {
      const reason = view.state.values['why']?.['reason']?.value;
      reasons.push(reason);
      if (reason === 'meh') await ack({ response_action: 'errors', errors: { why: 'Say more' } });
      else await ack();
    });
    await click();
    const viewId = slack.views('U0ALICE')[0]?.id ?? '';
    const submit = (reason: string) => slack.submit({ userId: 'U0ALICE', viewId, values: { reason } });

    await submit('meh');
    expect(slack.views('U0ALICE')).toMatchObject([{ errors: { why: 'Say more' } }]);
    await submit('too late');

    expect(slack.views('U0ALICE')).toEqual([]);
    expect(reasons).toEqual(['meh', 'too late']);
  });

  test('takes a command and answers in its body', async () => {
    const { slack, app } = await withBolt(receiver);
    app.command('/approvals', async ({ ack, command }) => ack(`${command.user_name} typed ${command.text}`));

    const sent = await slack.command({
      userId: 'U0BOB',
      channelId: 'C0PIZZA',
      command: '/approvals',
      text: 'list & more',
    });

    expect(sent).toMatchObject({ status: 200, failure: null });
    expect(sent.body).toContain('bob typed list & more');
  });

  test('takes events, and answers the challenge', async () => {
    const { slack, app } = await withBolt(receiver);
    const opened: string[] = [];
    app.event('app_home_opened', async ({ event, client }) => {
      opened.push(event.user);
      await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [{ type: 'divider' }] } });
    });

    const event = { type: 'app_home_opened', user: 'U0ALICE', channel: 'D0HOME', tab: 'home' };
    expect(await slack.event(event)).toMatchObject({ status: 200, failure: null });
    const challenged = await slack.event({ type: 'url_verification', challenge: 'c0ffee' });

    expect(challenged.body).toContain('c0ffee');
    await expect.poll(() => slack.home('U0ALICE')?.blocks).toEqual([{ type: 'divider' }]);
    expect(opened).toEqual(['U0ALICE']);
  });

  test('that has another secret refuses every request', async () => {
    const { slack, click } = await withBolt(receiver, 'another-secret');
    const command = { userId: 'U0BOB', channelId: 'C0PIZZA', command: '/approvals', text: '' };

    expect(await click()).toMatchObject({ status: 401, failure: 'http_error' });
    expect(await slack.command(command)).toMatchObject({ status: 401 });
    expect(await slack.event({ type: 'app_mention' })).toMatchObject({ status: 401 });
  });
});

test('a click changed by one byte is refused by Bolt', async () => {
  const { slack, app, click } = await withBolt('HTTPReceiver');
  app.action('approve', ({ ack }) => ack());
  const bolted = slack.requestUrl ?? '';
  const recorder = await startApp();
  slack.requestUrl = recorder.url;
  await click();
  const [taken] = recorder.received;
  const headers = Object.fromEntries(
    ['content-type', 'x-slack-signature', 'x-slack-request-timestamp'].map((name) => [
      name,
      String(taken?.headers[name]),
    ]),
  );
  const send = (body: string | undefined) => fetch(bolted, { method: 'POST', headers, body: body ?? '' });

  expect(payloadOf(taken).user.id).toBe('U0ALICE');
  expect((await send(taken?.body.replace('U0ALICE', 'U0CAROL'))).status).toBe(401);
  expect((await send(taken?.body)).status).toBe(200);
});
