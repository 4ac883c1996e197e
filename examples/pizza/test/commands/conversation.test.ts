import { signSlackRequest } from '@k8s-pizza/slack-approval-testing';
import { describe, expect, test, vi } from 'vitest';
import { capturedAlerts, sendAlert } from '../../demo/send-alerts.js';
import { aHost, alertsToken, type HostName, type RunningHost } from '../world/a-host.js';

const hosts: readonly HostName[] = ['Bolt over HTTP', 'Bolt in Socket Mode'];
const mention = { type: 'app_mention', user: 'U0ALICE', text: '<@U0APPROVAL> hello', ts: '1.1', channel: 'C0PIZZA' };

async function ask({ approvals, url }: RunningHost) {
  await sendAlert(`${url}/alerts`, (await capturedAlerts()).firing, alertsToken);
  await approvals.flush();
}

/** The direct message channel of a person and the app. */
async function direct({ slack }: RunningHost, userId: string): Promise<string> {
  const response = await fetch(`${slack.apiUrl}conversations.open`, {
    method: 'POST',
    headers: { authorization: `Bearer ${slack.botToken}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: `users=${userId}`,
  });
  return (await response.json()).channel.id;
}

async function written(host: RunningHost, userId: string, more: object = {}) {
  const channel = await direct(host, userId);
  return { type: 'message', channel_type: 'im', user: userId, text: 'what waits?', ts: '2.2', channel, ...more };
}

const answers = ({ slack }: RunningHost, channelId: string) =>
  slack.messages(channelId).filter(({ text }) => text.includes('/pizza status') || text.includes('can use'));

/** Waits for the answer to something said afterwards, so that what was said before has had its chance. */
async function saidLast(host: RunningHost) {
  await host.slack.event({ ...mention, ts: '9.9', user: 'U0BOB' });
  await vi.waitFor(() => expect(answers(host, 'C0PIZZA').at(-1)?.threadTs).toBe('9.9'));
}

describe.each(hosts)('%s', (name) => {
  test('a mention is answered in its thread with the cards that wait there, and help', async () => {
    const host = await aHost(name);
    await ask(host);

    await host.slack.event(mention);

    await vi.waitFor(() => expect(answers(host, 'C0PIZZA')).toHaveLength(1));
    const [card] = host.slack.messages('C0PIZZA');
    expect(answers(host, 'C0PIZZA')).toMatchObject([{ threadTs: '1.1', ephemeralFor: null, parse: 'none' }]);
    expect(answers(host, 'C0PIZZA')[0]?.text).toMatch(
      new RegExp(`^Waiting for you: 1\\.\nHighCPUUsage: .*p${card?.ts.replace('.', '')}\\|Open its card`),
    );
  });

  test('a mention in a thread is answered there', async () => {
    const host = await aHost(name);

    await host.slack.event({ ...mention, thread_ts: '0.5' });

    await vi.waitFor(() => expect(answers(host, 'C0PIZZA')).toMatchObject([{ threadTs: '0.5' }]));
  });

  test('a mention in another channel lists no card of this one', async () => {
    const host = await aHost(name);
    await ask(host);

    await host.slack.event({ ...mention, channel: 'C0OPS' });

    await vi.waitFor(() => expect(answers(host, 'C0OPS')).toHaveLength(1));
    const [{ text } = { text: '' }] = answers(host, 'C0OPS');
    expect(text).toContain('Waiting for you: 1.\n1 of them in other places');
    expect(text).not.toContain('HighCPU');
  });

  test('a direct message is answered with all that waits for the person', async () => {
    const host = await aHost(name);
    await ask(host);

    await host.slack.event(await written(host, 'U0BOB'));
    await host.slack.event(await written(host, 'U0CAROL'));

    await vi.waitFor(() => expect(answers(host, 'U0CAROL')).toHaveLength(1));
    await vi.waitFor(() => expect(answers(host, 'U0BOB')).toMatchObject([{ threadTs: null }]));
    expect(answers(host, 'U0BOB')[0]?.text).toContain('Waiting for you: 1.\nHighCPUUsage: ');
    expect(answers(host, 'U0CAROL')[0]?.text).toContain('Nothing is waiting for you.');
  });
});

describe('no answer', () => {
  test.each([
    ['to a bot', { user: 'U0ROBOT' }],
    ['to the app itself', { user: 'U0APPROVAL', bot_id: 'B0APPROVAL' }],
    ['to an edited message', { edited: { user: 'U0ALICE', ts: '1.2' } }],
    ['to an event of another subtype', { subtype: 'message_changed' }],
  ])('%s', async (_who, more) => {
    const host = await aHost('Bolt over HTTP');

    await host.slack.event({ ...mention, ...more });
    const private_ = await written(host, 'U0ALICE', more);
    await host.slack.event(private_);

    await saidLast(host);
    expect(answers(host, 'C0PIZZA')).toHaveLength(1);
    expect(host.slack.messages(private_.channel)).toEqual([]);
  });

  test('to a message without a mention', async () => {
    const host = await aHost('Bolt over HTTP');

    await host.slack.event({ ...mention, type: 'message', channel_type: 'channel', text: 'just talking' });

    await saidLast(host);
    expect(answers(host, 'C0PIZZA')).toHaveLength(1);
  });
});

test('an event that Slack sends again is answered once', async () => {
  const host = await aHost('Bolt over HTTP');
  const event = { ...mention, event_ts: '1.1' };
  const body = JSON.stringify({
    type: 'event_callback',
    event_id: 'Ev1',
    team_id: 'T0PIZZA',
    api_app_id: 'A0APPROVAL',
    event,
  });
  for (const retry of ['', '1', '2']) {
    const timestampSeconds = Math.floor(Date.now() / 1_000);
    const { signingSecret } = host.slack;
    const { headers } = signSlackRequest({ signingSecret, body, timestampSeconds, contentType: 'application/json' });
    const retried = retry === '' ? {} : { 'x-slack-retry-num': retry, 'x-slack-retry-reason': 'http_timeout' };
    const sent = { ...Object.fromEntries(headers), ...retried };
    const answer = await fetch(`${host.url}/slack/events`, { method: 'POST', headers: sent, body });
    expect(answer.status).toBe(200);
  }

  await saidLast(host);
  expect(answers(host, 'C0PIZZA').map(({ threadTs }) => threadTs)).toEqual(['1.1', '9.9']);
});

test('people of another company and guests are refused', async () => {
  const host = await aHost('Bolt over HTTP');
  await ask(host);

  await host.slack.event({ ...mention, user: 'U0OUTSIDER', channel: 'C0PARTNER' });
  await host.slack.event(await written(host, 'U0GUEST'));

  await vi.waitFor(() => expect(host.slack.messages('C0PARTNER')).toHaveLength(1));
  await vi.waitFor(() => expect(host.slack.messages('U0GUEST')).toHaveLength(1));
  expect(host.slack.messages('C0PARTNER')[0]?.text).toBe('Only people of this workspace can use this.');
  expect(host.slack.messages('U0GUEST')[0]?.text).toBe('Guests of this workspace can’t use this.');
});
