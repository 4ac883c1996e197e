import { once } from 'node:events';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { signSlackRequest } from '@k8s-pizza/slack-approval-testing';
import { describe, expect, test } from 'vitest';
import { clickAndSubmit } from '../../demo/cards.js';
import { capturedAlerts, ofJob, sendAlert } from '../../demo/send-alerts.js';
import { aHost, alertsToken, type HostName, type RunningHost } from '../world/a-host.js';

const overHttp: readonly HostName[] = ['Bolt over HTTP', 'Express'];
const all: readonly HostName[] = [...overHttp, 'Bolt in Socket Mode'];

async function asked({ slack, approvals, url }: RunningHost) {
  const { approvalId = '' } = await sendAlert(`${url}/alerts`, (await capturedAlerts()).firing, alertsToken);
  await approvals.flush();
  const ts = slack.messages('C0PIZZA')[0]?.ts ?? '';
  const click = (userId: string, verb: string) =>
    clickAndSubmit(slack, { userId, channelId: 'C0PIZZA', ts, actionId: `approval:default:${verb}` });
  return { approvalId, click };
}

function post(url: string, body: Uint8Array | string, headers: Readonly<Record<string, string>> = {}) {
  return fetch(url, { method: 'POST', headers, body: typeof body === 'string' ? body : Buffer.from(body) });
}

function sentBy(token: string) {
  return { 'content-type': 'application/json', authorization: `Bearer ${token}` };
}

describe.each(all)('%s', (name) => {
  test('an alert asks once, a click approves, and the order is in the cluster', async () => {
    const host = await aHost(name);
    const { approvalId, click } = await asked(host);
    expect(await sendAlert(`${host.url}/alerts`, (await capturedAlerts()).firing, alertsToken)).toMatchObject({
      approvalId,
    });

    expect(await click('U0CAROL', 'approve:now')).toMatchObject({ status: 200, failure: null });
    expect(await click('U0ALICE', 'approve:now')).toMatchObject({ status: 200, body: '', failure: null });
    await host.approvals.flush();

    expect(await host.approvals.get(approvalId)).toMatchObject({
      status: 'approved',
      delivery: { state: 'delivered' },
    });
    expect(await host.orders.list()).toMatchObject([
      { metadata: { name: `pizza-${approvalId}` }, spec: { placeOrder: true } },
    ]);
  });

  test('a form asks for a reason, and the card shows it', async () => {
    const { slack, approvals, ...host } = await aHost(name);
    const { click } = await asked({ slack, approvals, ...host });
    await click('U0BOB', 'reject:no');
    const [form] = slack.views('U0BOB');

    const sent = await slack.submit({ userId: 'U0BOB', viewId: form?.id ?? '', values: { reason: 'Not today.' } });
    await approvals.flush();

    expect(sent).toMatchObject({ status: 200, body: '', failure: null });
    expect(slack.messages('C0PIZZA')[0]?.text).toContain('Not today.');
  });

  test('the library’s command and Home tab are answered', async () => {
    const { slack, ...host } = await aHost(name);
    const { approvalId } = await asked({ slack, ...host });

    const sent = await slack.command({ userId: 'U0ALICE', channelId: 'C0PIZZA', command: '/approvals', text: 'list' });
    await slack.event({ type: 'app_home_opened', user: 'U0ALICE', tab: 'home', channel: 'D0HOME' });

    expect(sent).toMatchObject({ status: 200, failure: null });
    expect(sent.body).toContain(approvalId);
    await expect.poll(() => JSON.stringify(slack.home('U0ALICE')?.blocks ?? [])).toContain('Order pizza');
  });

  test.each([
    ['200 KB', new Uint8Array(204_800).map((_, index) => index % 251)],
    ['letters of many languages', new TextEncoder().encode('{"käse":"チーズ","n": 1.0 }\r\n')],
    ['bytes that are no text', Uint8Array.of(0xff, 0xfe, 0x00, 0x80)],
    ['nothing', new Uint8Array()],
  ])('a route gets the bytes that were sent: %s', async (_what, bytes) => {
    const { url, echoed } = await aHost(name);

    const answer = await post(`${url}/echo?from=test`, bytes, { 'content-type': 'application/json', 'x-sent': 'ä' });

    expect([answer.status, answer.headers.get('x-echo')]).toEqual([202, 'yes']);
    expect(await answer.text()).toBe(new TextDecoder().decode(bytes));
    expect(echoed).toHaveLength(1);
    expect(Buffer.from(echoed[0]?.body ?? [1]).equals(bytes)).toBe(true);
    expect(echoed[0]?.header('X-Sent')).toBe('ä');
    expect(echoed[0]?.header('x-none') ?? null).toBeNull();
  });

  test('a route of many paths gets each method, the URL as it was sent, and the end of the connection', async () => {
    const { url, echoed } = await aHost(name);
    const statusOf = async (method: string, path: string) => (await fetch(`${url}${path}`, { method })).status;

    const found = [await statusOf('GET', '/below/a%20b/c?d=e%26f'), await statusOf('DELETE', '/below')];
    const unknown = [await statusOf('GET', '/belowground'), await statusOf('GET', '/echo/below')];

    expect([found, unknown]).toEqual([
      [202, 202],
      [404, 404],
    ]);
    expect(echoed.map((one) => `${one.method} ${one.url}`)).toEqual(['GET /below/a%20b/c?d=e%26f', 'DELETE /below']);
    await expect.poll(() => echoed.every(({ signal }) => signal?.aborted)).toBe(true);
  });

  test('a request that is too large, unknown or broken gets a response without internals', async () => {
    const { url, lines } = await aHost(name);

    const large = await post(`${url}/echo`, new Uint8Array(1_048_577));
    const unknown = await post(`${url}/nothing-here`, '{}');
    const broken = await fetch(`${url}/broken`);
    const mended = await fetch(`${url}/broken`, { headers: { 'X-Mend': 'yes' } });

    expect([large.status, unknown.status, broken.status, mended.status]).toEqual([413, 404, 500, 200]);
    expect(await broken.text()).not.toContain('secret');
    expect(lines.join('\n')).not.toContain('secret');
    expect(lines).toContain('Slack app: a request failed');
  });

  test('a request that is open at the close is still answered', async () => {
    const { url, close } = await aHost(name);
    const sending = request(`${url}/echo`, { method: 'POST' });
    const answered = once(sending, 'response');
    sending.write('half');
    // the other half comes once the host has taken the first
    await (await fetch(`${url}/nothing-here`)).text();

    const closed = close();
    await expect.poll(() => fetch(url).then(String, () => 'refused')).toBe('refused');
    sending.end(' and half');

    const [answer] = await answered;
    expect([answer.statusCode, await text(answer)]).toEqual([202, 'half and half']);
    await closed;
  });

  test('an alert that is not JSON is refused, and the next one is taken', async () => {
    const { url } = await aHost(name);

    expect((await post(`${url}/alerts`, 'pizza?', sentBy(alertsToken))).status).toBe(400);
    expect((await post(`${url}/alerts`, '{}', sentBy('another caller'))).status).toBe(401);
    expect(await sendAlert(`${url}/alerts`, ofJob((await capturedAlerts()).firing, 'next'), alertsToken)).toMatchObject(
      {
        action: 'asked',
      },
    );
  });
});

test.each(all)('%s refuses an alert without its token before the body is sent', async (name) => {
  const { url } = await aHost(name);
  const headers = { 'content-type': 'application/json', 'content-length': 500_000 };
  const sending = request(`${url}/alerts`, { method: 'POST', headers });
  sending.flushHeaders();

  const [answer] = await once(sending, 'response');
  sending.on('error', () => undefined).destroy();

  expect(answer.statusCode).toBe(401);
});

describe.each(overHttp)('%s, which Slack posts to', (name) => {
  const form = 'application/x-www-form-urlencoded';

  async function signed(url: string, path: string, body: string, contentType: string, signingSecret: string) {
    const timestampSeconds = Math.floor(Date.now() / 1_000);
    const { headers } = signSlackRequest({ signingSecret, body, timestampSeconds, contentType });
    return await post(`${url}${path}`, body, Object.fromEntries(headers));
  }

  test.each(['/slack/actions', '/slack/commands', '/slack/events'])('%s is served, and verified', async (path) => {
    const { slack, url } = await aHost(name);
    slack.requestUrl = `${url}${path}`;

    const command = { userId: 'U0ALICE', channelId: 'C0PIZZA', command: '/approvals', text: 'help' };
    expect(await slack.command(command)).toMatchObject({ status: 200, failure: null });
    expect(await slack.event({ type: 'url_verification', challenge: 'abc' })).toMatchObject({ status: 200 });

    const body = 'command=%2Fapprovals&text=help&user_id=U0ALICE&team_id=T0PIZZA';
    expect((await signed(url, path, body, form, 'another-secret')).status).toBe(401);
    expect((await post(`${url}${path}`, body, { 'content-type': form })).status).toBe(401);
    expect((await signed(url, path, body, form, slack.signingSecret)).status).toBe(200);
    expect((await fetch(`${url}${path}`)).status).not.toBe(200);
  });
});

test('Express: an unknown encoding is a bad request', async () => {
  const { url, lines } = await aHost('Express');

  expect((await post(`${url}/echo`, 'pizza', { 'content-encoding': 'dough' })).status).toBe(415);
  expect(lines).toEqual([]);
});

test('in Socket Mode, posts to Slack’s paths are not answered', async () => {
  const { url } = await aHost('Bolt in Socket Mode');

  expect((await post(`${url}/slack/actions`, 'payload=%7B%7D')).status).toBe(404);
});

test('a connection that Slack asks to refresh is reopened, and clicks are answered again', async () => {
  const host = await aHost('Bolt in Socket Mode');
  const { approvalId, click } = await asked(host);

  host.slack.refreshConnections();
  await expect(click('U0ALICE', 'approve:now')).rejects.toMatchObject({ code: 'no_request_url' });
  // the client waits for some seconds before it connects again
  const clicked = async () => (await click('U0ALICE', 'approve:now')).status;
  await expect.poll(() => clicked().catch(() => 0), { timeout: 20_000, interval: 100 }).toBe(200);

  expect(await host.approvals.get(approvalId)).toMatchObject({ status: 'approved' });
}, 40_000);

test('a host in Socket Mode closes its connection when it ends', async () => {
  const host = await aHost('Bolt in Socket Mode');
  await host.close();

  const typing = host.slack.command({ userId: 'U0ALICE', channelId: 'C0PIZZA', command: '/approvals', text: 'help' });
  // the good-bye may still be under way on Slack's side
  expect(await typing.then(({ failure }) => failure).catch(({ code }) => code)).toMatch(
    /^(connection_failed|no_request_url)$/,
  );
});

test('a refused app-level token fails the start, and leaves nothing listening', async () => {
  const { url, close } = await aHost('Bolt in Socket Mode');
  await close();
  const port = Number(new URL(url).port);

  const starting = aHost('Bolt in Socket Mode', { appToken: 'xapp-wrong', port });

  await expect(starting).rejects.toThrow('for SLACK_APP_TOKEN: An API error occurred: invalid_auth');
  await expect(fetch(url)).rejects.toThrow('fetch failed');
});
