import { createHmac } from 'node:crypto';
import { createSlackSimulator } from '@k8s-pizza/slack-simulator';
import { describe, expect, test, vi } from 'vitest';
import { aClock } from '../a-clock.js';
import { card, payloadOf, reasonModal, startApp, startSlack } from './simulator-fixture.js';

const now = Date.UTC(2026, 0, 1, 10);

/** Slack, an app that answers what the test says, and a card in a channel. */
async function withCard(answer?: Parameters<typeof startApp>[0], channel = 'C0PIZZA') {
  const app = await startApp(answer);
  const clock = aClock(now);
  const { slack, web } = await startSlack({ clock, requestUrl: app.url });
  const { ts = '' } = await web.chat.postMessage({ channel, text: 'Order pizza?', blocks: card });
  const click = (userId: string, actionId = 'approve') => slack.click({ userId, channelId: channel, ts, actionId });
  return { app, clock, slack, web, ts, click };
}

const failing = { status: 500 };

describe('a click', () => {
  test('is signed over its exact bytes, at the time of the clock', async () => {
    const { app, slack, click } = await withCard();

    await click('U0ALICE');

    const [request] = app.received;
    const mac = createHmac('sha256', slack.signingSecret)
      .update(`v0:${now / 1000}:${request?.body}`)
      .digest('hex');
    expect(request?.headers).toMatchObject({
      connection: 'close',
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': String(now / 1000),
      'x-slack-signature': `v0=${mac}`,
    });
  });

  test('of twenty people at once warns of no leak', async () => {
    const warned = vi.spyOn(process, 'emitWarning');
    const { click } = await withCard();

    await Promise.all(Array.from({ length: 20 }, () => click('U0ALICE')));

    expect(warned).not.toHaveBeenCalled();
    warned.mockRestore();
  });

  test('among buttons of one action id presses the one with the value it names', async () => {
    const app = await startApp();
    const { slack, web } = await startSlack({ requestUrl: app.url });
    const open = (value: string) => ({
      type: 'actions' as const,
      elements: [
        { type: 'button' as const, action_id: 'open', value, text: { type: 'plain_text' as const, text: 'Open' } },
      ],
    });
    const blocks = [open('first'), open('second')];
    const { ts = '' } = await web.chat.postMessage({ channel: 'C0PIZZA', text: 'x', blocks });
    const click = (value: string) =>
      slack.click({ userId: 'U0ALICE', channelId: 'C0PIZZA', ts, actionId: 'open', value });

    await click('second');

    expect(payloadOf(app.received[0])).toMatchObject({
      actions: [{ action_id: 'open', block_id: 'simulated-block-1', value: 'second' }],
    });
    await expect(click('third')).rejects.toMatchObject({ code: 'element_not_found' });
  });

  test('says who pressed what, where, and on which message', async () => {
    const { app, slack, ts, click } = await withCard();

    await click('U0ALICE');

    const payload = payloadOf(app.received[0]);
    expect(payload).toEqual({
      type: 'block_actions',
      api_app_id: slack.appId,
      token: expect.any(String),
      team: { id: slack.teamId, domain: 'pizza' },
      is_enterprise_install: false,
      user: { id: 'U0ALICE', username: 'alice', name: 'alice', team_id: slack.teamId },
      trigger_id: expect.any(String),
      response_url: expect.stringContaining(`${slack.url}/actions/`),
      container: { type: 'message', message_ts: ts, channel_id: 'C0PIZZA', is_ephemeral: false, is_app_unfurl: false },
      channel: { id: 'C0PIZZA', name: 'pizza' },
      message: { ts, bot_id: slack.botId, user: slack.botUserId, text: 'Order pizza?', blocks: expect.any(Array) },
      state: { values: {} },
      actions: [
        {
          type: 'button',
          action_id: 'approve',
          block_id: 'answers',
          value: 'v1.abc',
          text: { type: 'plain_text', text: 'Approve' },
          action_ts: expect.stringMatching(/^1767261600\.\d{6}$/),
        },
      ],
    });
  });

  test('finds a button beside a section', async () => {
    const { app, click } = await withCard();

    await click('U0ALICE', 'show');

    expect(payloadOf(app.received[0]).actions).toMatchObject([{ action_id: 'show', block_id: 'details' }]);
  });

  test('has an action_ts of its own each time, though the clock stands still', async () => {
    const { app, click } = await withCard();

    await Promise.all([click('U0ALICE'), click('U0ALICE'), click('U0BOB')]);

    const stamps = app.received.map((request) => payloadOf(request).actions[0].action_ts);
    expect(new Set(stamps).size).toBe(3);
  });

  test('of an outsider names their own team, beside the one the app is installed in', async () => {
    const { app, slack, click } = await withCard(undefined, 'C0PARTNER');

    await click('U0OUTSIDER');

    expect(payloadOf(app.received[0])).toMatchObject({ team: { id: slack.teamId }, user: { team_id: 'T0PARTNER' } });
  });

  test('on an ephemeral message carries no message, and only its person can do it', async () => {
    const { app, slack, web } = await withCard();
    const { message_ts: ts = '' } = await web.chat.postEphemeral({
      channel: 'C0PIZZA',
      user: 'U0BOB',
      text: 'x',
      blocks: card,
    });
    const click = (userId: string) => slack.click({ userId, channelId: 'C0PIZZA', ts, actionId: 'approve' });

    await click('U0BOB');

    expect(payloadOf(app.received[0])).toMatchObject({ container: { message_ts: ts, is_ephemeral: true } });
    expect(payloadOf(app.received[0])).not.toHaveProperty('message');
    await expect(click('U0ALICE')).rejects.toMatchObject({ code: 'cannot_see' });
  });

  test('shows the metadata of the message, also after an update that left it out', async () => {
    const { app, slack, web } = await withCard();
    const metadata = { event_type: 'approval', event_payload: { id: 'abc' } };
    const { ts = '' } = await web.chat.postMessage({ channel: 'C0PIZZA', text: 'x', blocks: card, metadata });
    await web.chat.update({ channel: 'C0PIZZA', ts, text: 'y', blocks: card });

    await slack.click({ userId: 'U0ALICE', channelId: 'C0PIZZA', ts, actionId: 'approve' });

    expect(payloadOf(app.received[0]).message).toMatchObject({ text: 'y', metadata });
  });

  test('in a direct message works by the person or by its own id', async () => {
    const { app, slack, web } = await withCard();
    const { channel = '', ts = '' } = await web.chat.postMessage({ channel: 'U0ALICE', text: 'x', blocks: card });

    for (const channelId of ['U0ALICE', channel])
      await slack.click({ userId: 'U0ALICE', channelId, ts, actionId: 'approve' });

    expect(app.received.map((request) => payloadOf(request).channel.id)).toEqual([channel, channel]);
  });

  test.each([
    ['a person nobody knows', { userId: 'U0NOBODY' }, 'unknown_person'],
    ['a person deactivated since', { userId: 'U0BOB' }, 'cannot_see'],
    ['a person who is not in the channel', { userId: 'U0OUTSIDER' }, 'cannot_see'],
    ['an unknown channel', { channelId: 'C0NOWHERE' }, 'unknown_channel'],
    ['an unknown message', { ts: '1.000001' }, 'message_not_found'],
    ['an unknown button', { actionId: 'reject' }, 'element_not_found'],
  ])('by or on %s is refused, and nothing is sent', async (_what, change, code) => {
    const { app, slack, ts } = await withCard();
    slack.arrange({ people: [{ id: 'U0BOB', deleted: true }] });

    const click = slack.click({ userId: 'U0ALICE', channelId: 'C0PIZZA', ts, actionId: 'approve', ...change });

    await expect(click).rejects.toMatchObject({ code });
    expect(app.received).toEqual([]);
  });

  test('goes nowhere without a request URL, and where it is set later', async () => {
    const { app, slack, click } = await withCard();

    slack.requestUrl = null;
    await expect(click('U0ALICE')).rejects.toMatchObject({ code: 'no_request_url' });

    slack.requestUrl = app.url;
    await expect(click('U0ALICE')).resolves.toMatchObject({ status: 200 });
  });
});

describe("the app's answer", () => {
  test('of 200 within three seconds is fine', async () => {
    const { slack, click } = await withCard(() => ({ body: 'thanks' }));

    expect(await click('U0ALICE')).toMatchObject({ status: 200, body: 'thanks', failure: null });
    expect(slack.traffic.at(-1)).toEqual({
      at: now,
      direction: 'out',
      method: 'block_actions',
      status: 200,
      detail: null,
    });
  });

  test.each([201, 302, 401, 503])("of %i is Slack's own error", async (status) => {
    const { slack, click } = await withCard(() => ({ status, headers: { location: '/elsewhere' } }));

    expect(await click('U0ALICE')).toMatchObject({ status, failure: 'http_error' });
    expect(slack.traffic.at(-1)).toMatchObject({ direction: 'out', status, detail: 'http_error' });
  });

  test("later than three seconds is Slack's own error", async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { slack, click } = await withCard(() => {
      vi.advanceTimersByTime(3_000);
      return null;
    });

    const sent = await click('U0ALICE');
    vi.useRealTimers();

    expect(sent).toMatchObject({ status: 0, failure: 'http_timeout' });
    expect(slack.traffic.at(-1)).toMatchObject({ direction: 'out', status: 0, detail: 'http_timeout' });
  });

  test('from nobody at all is a failed connection', async () => {
    const { slack, click } = await withCard();
    const gone = await createSlackSimulator();
    await gone.close();
    slack.requestUrl = gone.url;

    expect(await click('U0ALICE')).toMatchObject({ status: 0, failure: 'connection_failed' });
  });
});

describe('a response URL', () => {
  const send = (url: string, body: object) => fetch(url, { method: 'POST', body: JSON.stringify(body) });
  const clicked = async () => {
    const all = await withCard();
    await all.click('U0ALICE');
    const { response_url: url } = payloadOf(all.app.received[0]);
    return { ...all, url, respond: (body: object) => send(url, body) };
  };

  test('answers in private, and in the channel when told so', async () => {
    const { slack, respond } = await clicked();

    await respond({ text: 'only you' });
    await respond({ text: 'everybody', response_type: 'in_channel', thread_ts: '1.5' });

    expect(slack.messages('C0PIZZA').slice(1)).toMatchObject([
      { text: 'only you', ephemeralFor: 'U0ALICE', threadTs: null },
      { text: 'everybody', ephemeralFor: null, threadTs: '1.5' },
    ]);
  });

  test('replaces and deletes the original', async () => {
    const { slack, ts, respond } = await clicked();

    await respond({ text: 'done', replace_original: true });
    expect(slack.messages('C0PIZZA')).toMatchObject([{ ts, text: 'done', blocks: [] }]);

    await respond({ delete_original: true });
    expect(slack.messages('C0PIZZA')).toEqual([]);
  });

  test('reaches an ephemeral message, which nothing else does', async () => {
    const { app, slack, respond } = await clicked();
    await respond({ text: 'sure?', blocks: card });
    const ts = slack.messages('C0PIZZA').at(-1)?.ts ?? '';
    await slack.click({ userId: 'U0ALICE', channelId: 'C0PIZZA', ts, actionId: 'approve' });

    await send(payloadOf(app.received[1]).response_url, { text: 'yes', replace_original: true });

    expect(slack.messages('C0PIZZA').at(-1)).toMatchObject({ ts, text: 'yes', ephemeralFor: 'U0ALICE' });
  });

  test('works five times, not counting what was refused', async () => {
    const { slack, respond } = await clicked();
    await respond({ text: '' });
    for (let count = 0; count < 5; count += 1) expect((await respond({ text: 'x' })).status).toBe(200);

    expect((await respond({ text: 'x' })).status).toBe(404);
    expect(slack.messages('C0PIZZA')).toHaveLength(6);
  });

  test('works for thirty minutes', async () => {
    const { clock, respond } = await clicked();

    clock.advance(30 * 60_000);
    expect((await respond({ text: 'x' })).status).toBe(200);
    clock.advance(1);
    expect((await respond({ text: 'x' })).status).toBe(404);
  });

  test.each([
    ['more beside delete_original', { delete_original: true, text: 'x' }, 400],
    ['nothing to say', { response_type: 'in_channel' }, 400],
    ['too many blocks', { text: 'x', blocks: Array(51).fill({ type: 'divider' }) }, 400],
  ])('refuses %s', async (_what, body, status) => {
    const { slack, respond } = await clicked();

    expect((await respond(body)).status).toBe(status);
    expect(slack.messages('C0PIZZA')).toHaveLength(1);
  });

  test('is known by its whole path only, and is written down without it', async () => {
    const { slack, url } = await clicked();

    expect((await send(url.slice(0, -1), { text: 'x' })).status).toBe(404);
    expect(slack.traffic.at(-1)).toMatchObject({ direction: 'in', method: 'response_url', status: 404 });
    expect(JSON.stringify(slack.traffic)).not.toContain('/actions/');
  });
});

describe('a slash command', () => {
  test('is a form of its own, and its response URL answers in private', async () => {
    const { app, slack } = await withCard(() => ({ body: 'You have 1 approval.' }));

    const sent = await slack.command({
      userId: 'U0BOB',
      channelId: 'C0OPS',
      command: '/approvals',
      text: 'list <all>',
    });

    const form = Object.fromEntries(new URLSearchParams(app.received[0]?.body));
    expect(sent).toMatchObject({ status: 200, body: 'You have 1 approval.' });
    expect(form).toEqual({
      token: expect.any(String),
      team_id: slack.teamId,
      team_domain: 'pizza',
      channel_id: 'C0OPS',
      channel_name: 'ops',
      user_id: 'U0BOB',
      user_name: 'bob',
      command: '/approvals',
      text: 'list <all>',
      api_app_id: slack.appId,
      is_enterprise_install: 'false',
      response_url: expect.stringContaining(`${slack.url}/commands/`),
      trigger_id: expect.any(String),
    });
    await fetch(form['response_url'] ?? '', { method: 'POST', body: JSON.stringify({ text: 'more' }) });
    expect(slack.messages('C0OPS')).toMatchObject([
      { text: 'You have 1 approval.', ephemeralFor: 'U0BOB' },
      { text: 'more', ephemeralFor: 'U0BOB' },
    ]);
  });

  const section = { type: 'section', text: { type: 'plain_text', text: 'one' } };
  const command = { userId: 'U0BOB', channelId: 'C0OPS', command: '/approvals', text: 'list' };

  test.each([
    ['JSON', { text: 'one', blocks: [section] }, { text: 'one', blocks: [section], ephemeralFor: 'U0BOB' }],
    ['JSON for everybody', { response_type: 'in_channel', text: 'one' }, { text: 'one', ephemeralFor: null }],
  ])('is answered by %s in the body', async (_, answer, message) => {
    const { slack } = await withCard(() => ({ body: JSON.stringify(answer) }));

    expect(await slack.command(command)).toMatchObject({ status: 200, failure: null });
    expect(slack.messages('C0OPS')).toMatchObject([message]);
  });

  test('answered by nothing shows nothing', async () => {
    const { slack } = await withCard();

    expect(await slack.command(command)).toMatchObject({ status: 200, failure: null });
    expect(slack.messages('C0OPS')).toEqual([]);
  });

  test('answered by blocks that Slack does not take ends in its own error', async () => {
    const { slack } = await withCard(() => ({ body: JSON.stringify({ text: 'one', blocks: [{ type: 'alert' }] }) }));

    expect(await slack.command(command)).toMatchObject({ failure: 'invalid_answer' });
    expect(slack.messages('C0OPS')).toEqual([]);
  });

  test('is typed only by those in the channel', async () => {
    const { app, slack } = await withCard();

    const command = slack.command({ userId: 'U0GUEST', channelId: 'C0OPS', command: '/approvals', text: '' });

    await expect(command).rejects.toMatchObject({ code: 'cannot_see' });
    expect(app.received).toEqual([]);
  });

  test('is not there for the people of another company', async () => {
    const { app, slack } = await withCard();

    const command = slack.command({ userId: 'U0OUTSIDER', channelId: 'C0PARTNER', command: '/approvals', text: '' });

    await expect(command).rejects.toMatchObject({ code: 'cannot_see' });
    expect(app.received).toEqual([]);
  });
});

describe('a trigger', () => {
  const triggered = async () => {
    const all = await withCard();
    await all.click('U0ALICE');
    const { trigger_id } = payloadOf(all.app.received[0]);
    return { ...all, open: () => all.web.views.open({ trigger_id, view: reasonModal() }) };
  };

  test('opens one modal, for the person who clicked', async () => {
    const { slack, open } = await triggered();

    await open();

    expect(slack.views('U0ALICE')).toMatchObject([
      { title: 'Reject', callbackId: 'reason', privateMetadata: 'v1.abc' },
    ]);
    await expect(open()).rejects.toMatchObject({ data: { error: 'exchanged_trigger_id' } });
  });

  test('lives three seconds', async () => {
    const { clock, slack, open } = await triggered();

    clock.advance(3_001);

    await expect(open()).rejects.toMatchObject({ data: { error: 'expired_trigger_id' } });
    expect(slack.views('U0ALICE')).toEqual([]);
  });

  test('that nobody handed out is refused', async () => {
    const { web } = await triggered();

    const open = web.views.open({ trigger_id: '1.2.abc', view: reasonModal() });

    await expect(open).rejects.toMatchObject({ data: { error: 'invalid_trigger_id' } });
  });
});

describe('an event', () => {
  const mention = { type: 'app_mention', user: 'U0ALICE', channel: 'C0PARTNER', text: 'hi', ts: '1.5' };
  const started = async (answer?: Parameters<typeof startApp>[0]) => {
    const app = await startApp(answer);
    const clock = aClock(now);
    const { slack } = await startSlack({ clock, requestUrl: app.url });
    return { app, clock, slack };
  };
  const retriesOf = (received: Awaited<ReturnType<typeof startApp>>['received']) =>
    received.map(({ headers }) => [headers['x-slack-retry-num'], headers['x-slack-retry-reason']]);

  test('comes as JSON in an envelope', async () => {
    const { app, slack } = await started();

    await slack.event(mention);

    expect(app.received[0]?.headers['content-type']).toBe('application/json');
    expect(JSON.parse(app.received[0]?.body ?? '')).toEqual({
      type: 'event_callback',
      token: expect.any(String),
      team_id: slack.teamId,
      api_app_id: slack.appId,
      event: { ...mention, event_ts: expect.any(String) },
      event_id: expect.stringMatching(/^Ev/),
      event_time: now / 1000,
      event_context: expect.any(String),
      authorizations: [
        {
          enterprise_id: null,
          team_id: slack.teamId,
          user_id: slack.botUserId,
          is_bot: true,
          is_enterprise_install: false,
        },
      ],
      is_ext_shared_channel: true,
      context_team_id: slack.teamId,
      context_enterprise_id: null,
    });
  });

  test('is sent again at once, after one minute and after five, with the same id', async () => {
    const { app, clock, slack } = await started(() => failing);

    expect(await slack.event(mention)).toMatchObject({ status: 500, failure: 'http_error' });
    expect(app.received).toHaveLength(2);
    clock.advance(59_999);
    expect(await slack.retryEvents()).toEqual([]);
    clock.advance(1);
    expect(await slack.retryEvents()).toMatchObject([{ status: 500 }]);
    clock.advance(299_999);
    expect(await slack.retryEvents()).toEqual([]);
    clock.advance(1);
    await slack.retryEvents();
    clock.advance(24 * 3_600_000);
    await slack.retryEvents();

    expect(retriesOf(app.received)).toEqual([
      [undefined, undefined],
      ['1', 'http_error'],
      ['2', 'http_error'],
      ['3', 'http_error'],
    ]);
    expect(new Set(app.received.map(({ body }) => body)).size).toBe(1);
  });

  test('that was taken at the second attempt is done', async () => {
    const answers = [failing];
    const { app, clock, slack } = await started(() => answers.pop() ?? {});

    expect(await slack.event(mention)).toMatchObject({ status: 200, failure: null });
    clock.advance(3_600_000);
    await slack.retryEvents();

    expect(app.received).toHaveLength(2);
  });

  test('is not sent again to an app that asks for no retry', async () => {
    const { app, clock, slack } = await started(() => ({ status: 500, headers: { 'x-slack-no-retry': '1' } }));

    await slack.event(mention);
    clock.advance(3_600_000);
    await slack.retryEvents();

    expect(app.received).toHaveLength(1);
  });

  test('follows two redirects and no third', async () => {
    let redirects = 2;
    const { app, slack } = await started(() => {
      redirects -= 1;
      return redirects >= 0 ? { status: 302, headers: { location: '/next' } } : {};
    });

    expect(await slack.event(mention)).toMatchObject({ status: 200, failure: null });
    expect(retriesOf(app.received)).toEqual(Array(3).fill([undefined, undefined]));

    redirects = 100;
    expect(await slack.event(mention)).toMatchObject({ failure: 'too_many_redirects' });
    expect(retriesOf(app.received.slice(3))).toEqual([
      ...Array(3).fill([undefined, undefined]),
      ...Array(3).fill(['1', 'too_many_redirects']),
    ]);
  });

  test('url_verification comes bare', async () => {
    const { app, slack } = await started();

    await slack.event({ type: 'url_verification', challenge: 'abc' });

    const body = JSON.parse(app.received[0]?.body ?? '');
    expect(body).toEqual({ type: 'url_verification', token: expect.any(String), challenge: 'abc' });
  });
});
