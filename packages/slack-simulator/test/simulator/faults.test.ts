import { createSlackSimulator } from '@k8s-pizza/slack-simulator';
import { describe, expect, test, vi } from 'vitest';
import { card, clientOf, payloadOf, startApp, startSlack } from './simulator-fixture.js';

const message = { channel: 'C0PIZZA', text: 'hi' };

describe('a failure asked for', () => {
  test.each(['lose_response', 'half_body'] as const)('%s does the work and spoils the answer', async (how) => {
    const { slack, web } = await startSlack();
    slack.fail({ method: 'chat.postMessage', how });

    await expect(web.chat.postMessage(message)).rejects.toThrow();

    expect(slack.messages('C0PIZZA')).toMatchObject([{ text: 'hi' }]);
    expect(slack.traffic.at(-1)).toMatchObject({ direction: 'in', method: 'chat.postMessage', status: 0, detail: how });
  });

  test('half_body promises the whole and sends half', async () => {
    const { slack } = await startSlack();
    slack.fail({ method: 'auth.test', how: 'half_body' });

    const response = await fetch(`${slack.apiUrl}auth.test`, {
      headers: { authorization: `Bearer ${slack.botToken}` },
    });

    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
  });

  test('hang does the work and answers nobody, until the simulator closes', async () => {
    const slack = await createSlackSimulator();
    slack.fail({ method: 'chat.postMessage', how: 'hang' });
    const posting = clientOf(slack)
      .chat.postMessage(message)
      .then(
        () => 'answered',
        () => 'cut off',
      );
    await vi.waitFor(() => expect(slack.messages('C0PIZZA')).toHaveLength(1), { timeout: 15_000 });

    await slack.close();

    expect(await posting).toBe('cut off');
  });

  test('status does no work', async () => {
    const { slack, web } = await startSlack();
    slack.fail({ method: 'chat.postMessage', how: 'status', status: 502 });

    await expect(web.chat.postMessage(message)).rejects.toMatchObject({ statusCode: 502 });
    expect(slack.messages('C0PIZZA')).toEqual([]);
  });

  test('rate_limit does no work and says how long to wait', async () => {
    const { slack, web } = await startSlack();
    slack.fail({ method: 'chat.postMessage', how: 'rate_limit', retryAfterSeconds: 7 });

    await expect(web.chat.postMessage(message)).rejects.toMatchObject({ retryAfter: 7 });
    expect(slack.messages('C0PIZZA')).toEqual([]);
  });

  test('error does no work and answers that code', async () => {
    const { slack, web } = await startSlack();
    slack.fail({ method: 'chat.postMessage', how: 'error', error: 'account_inactive' });

    await expect(web.chat.postMessage(message)).rejects.toMatchObject({ data: { error: 'account_inactive' } });
    expect(slack.messages('C0PIZZA')).toEqual([]);
  });

  test('happens as often as told, to that method alone, and then no more', async () => {
    const { slack, web } = await startSlack();
    slack.fail({ method: 'chat.postMessage', how: 'status', times: 2 });

    await expect(web.auth.test()).resolves.toMatchObject({ ok: true });
    await expect(web.chat.postMessage(message)).rejects.toMatchObject({ statusCode: 503 });
    await expect(web.chat.postMessage(message)).rejects.toMatchObject({ statusCode: 503 });
    await expect(web.chat.postMessage(message)).resolves.toMatchObject({ ok: true });
  });

  test('can strike a response URL', async () => {
    const app = await startApp();
    const { slack, web } = await startSlack({ requestUrl: app.url });
    const { ts = '' } = await web.chat.postMessage({ ...message, blocks: card });
    await slack.click({ userId: 'U0ALICE', channelId: 'C0PIZZA', ts, actionId: 'approve' });
    const respond = () => fetch(payloadOf(app.received[0]).response_url, { method: 'POST', body: '{"text":"x"}' });
    slack.fail({ method: 'response_url', how: 'status', status: 500 });
    slack.fail({ method: 'response_url', how: 'error', error: 'some_error' });
    slack.fail({ method: 'response_url', how: 'lose_response' });

    expect((await respond()).status).toBe(500);
    expect((await respond()).status).toBe(404);
    expect(slack.messages('C0PIZZA')).toHaveLength(1);
    await expect(respond()).rejects.toThrow();
    expect(slack.messages('C0PIZZA')).toHaveLength(2);
  });

  test('in a way that is misspelt is no rule', async () => {
    const { slack } = await startSlack();

    expect(() => slack.fail({ method: 'auth.test', how: 'hangs' as never })).toThrowError(
      expect.objectContaining({ code: 'invalid_rule' }),
    );
  });

  test('less than once is no rule', async () => {
    const { slack } = await startSlack();

    expect(() => slack.fail({ method: 'auth.test', how: 'hang', times: 0 })).toThrowError(
      expect.objectContaining({ code: 'invalid_rule' }),
    );
  });
});

describe('closing', () => {
  test('is prompt while an app keeps a click waiting', async () => {
    const app = await startApp(() => null);
    const slack = await createSlackSimulator({ requestUrl: app.url });
    const { ts = '' } = await clientOf(slack).chat.postMessage({ ...message, blocks: card });
    const clicking = slack.click({ userId: 'U0ALICE', channelId: 'C0PIZZA', ts, actionId: 'approve' });
    await vi.waitFor(() => expect(app.received).toHaveLength(1), { timeout: 15_000 });

    await slack.close();

    const sent = await clicking;
    expect(sent).toMatchObject({ status: 0, failure: 'connection_failed' });
    expect(sent.ms).toBeLessThan(3_000);
  });

  test('frees the port', async () => {
    const first = await createSlackSimulator();
    const port = Number(new URL(first.url).port);
    await expect(createSlackSimulator({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });

    await first.close();

    const { slack } = await startSlack({ port });
    expect(slack.url).toBe(first.url);
  });
});

test('without a clock of its own, an event retry sends itself after a minute', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  const app = await startApp(() => ({ status: 500 }));
  const { slack } = await startSlack({ requestUrl: app.url });
  await slack.event({ type: 'app_mention' });

  vi.advanceTimersByTime(60_000);
  vi.useRealTimers();

  await vi.waitFor(() => expect(app.received).toHaveLength(3), { timeout: 15_000 });
  expect(app.received[2]?.headers).toMatchObject({ 'x-slack-retry-num': '2' });
});

test('reset goes back to the start, and gives no id out twice', async () => {
  const app = await startApp();
  const { slack, web } = await startSlack({ requestUrl: app.url, people: [{ id: 'U0DORA' }], clock: () => 0 });
  const posted = await web.chat.postMessage({ ...message, blocks: card });
  await slack.click({ userId: 'U0ALICE', channelId: 'C0PIZZA', ts: posted.ts ?? '', actionId: 'approve' });
  slack.arrange({ people: [{ id: 'U0DORA', bot: true }], scopes: ['chat:write', 'users:read'] });
  slack.fail({ method: 'chat.postMessage', how: 'status' });

  slack.reset();

  expect(slack.messages('C0PIZZA')).toEqual([]);
  expect(slack.traffic).toEqual([]);
  expect((await web.users.info({ user: 'U0DORA' })).user).toMatchObject({ is_bot: false });
  expect(await web.usergroups.users.list({ usergroup: 'S0EMPTY' })).toMatchObject({ users: [] });
  expect((await web.chat.postMessage(message)).ts).not.toBe(posted.ts);
  const old = await fetch(payloadOf(app.received[0]).response_url, { method: 'POST', body: '{"text":"x"}' });
  expect(old.status).toBe(404);
});
