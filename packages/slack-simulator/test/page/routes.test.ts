import { request } from 'node:http';
import type { SlackSimulator, SlackSimulatorOptions } from '@k8s-pizza/slack-simulator';
import { describe, expect, onTestFinished, test } from 'vitest';
import { aClock } from '../a-clock.js';
import { card, payloadOf, reasonModal, startApp, startSlack } from '../simulator/simulator-fixture.js';

const now = Date.UTC(2026, 0, 1, 10);

async function withPage(options: SlackSimulatorOptions = {}) {
  const app = await startApp();
  const { slack, web } = await startSlack({ clock: aClock(now), requestUrl: app.url, ...options });
  return {
    app,
    slack,
    web,
    look: async (as: string, place = 'C0PIZZA') => (await fetch(`${slack.url}/page/state?as=${as}&in=${place}`)).json(),
    act: (as: string, action: object) => post(slack, JSON.stringify({ as, action })),
  };
}

function post(slack: SlackSimulator, body: string, headers: Record<string, string> = {}) {
  return fetch(`${slack.url}/page/do`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  });
}

/** Fetch sets `host` itself. */
function statusFor(slack: SlackSimulator, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(`${slack.url}/page/state`, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

describe('the page', () => {
  test.each([
    ['', 'text/html'],
    ['page.js', 'text/javascript'],
    ['page.css', 'text/css'],
    ['twemoji.woff2', 'font/woff2'],
  ])('has /%s', async (name, type) => {
    const { slack } = await withPage();

    const response = await fetch(slack.pageUrl + name);

    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain(type);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(100);
  });

  test('offers the slash commands that were named, and no other', async () => {
    const deploy = { command: '/deploy', description: 'Deploys' };
    const [plain, named] = [await withPage(), await withPage({ commands: [deploy] })];

    expect((await plain.look('U0ALICE')).commands).toEqual([]);
    expect((await named.look('U0ALICE')).commands).toEqual([deploy]);
  });

  test.each(['nothing.js', 'page.tsx', '..%2fpackage.json', 'page/else'])('has no /%s', async (name) => {
    const { slack } = await withPage();

    expect((await fetch(slack.pageUrl + name)).status).toBe(404);
  });
});

describe('another page in the same browser', () => {
  test('is turned away by any name that is not loopback', async () => {
    const { slack } = await withPage();

    expect(await statusFor(slack, { host: 'evil.example' })).toBe(403);
    expect(await statusFor(slack, { host: 'localhost.evil.example:80' })).toBe(403);
    expect(await statusFor(slack, { host: `localhost:${new URL(slack.url).port}` })).toBe(200);
  });

  test('is turned away from another origin, and with a form', async () => {
    const { slack } = await withPage();
    const reset = JSON.stringify({ as: 'U0ALICE', action: { type: 'reset' } });

    expect((await post(slack, reset, { origin: 'http://evil.example' })).status).toBe(403);
    expect((await post(slack, reset, { 'content-type': 'text/plain' })).status).toBe(403);
    expect((await post(slack, reset, { origin: slack.url })).status).toBe(200);
  });

  test('may use any name where the simulator was told to listen elsewhere', async () => {
    const { slack } = await withPage({ host: '0.0.0.0' });

    expect(await statusFor(slack, { host: 'build-server' })).toBe(200);
  });
});

describe('what one person sees', () => {
  test('is theirs: conversations, messages, private ones and names', async () => {
    const { web, look } = await withPage();
    await web.chat.postMessage({ channel: 'C0PIZZA', text: 'for all' });
    await web.chat.postEphemeral({ channel: 'C0PIZZA', user: 'U0GUEST', text: 'for the guest' });

    const guest = await look('U0GUEST');
    const alice = await look('U0ALICE');

    expect(guest.messages).toMatchObject([
      { text: 'for all', onlyVisibleToMe: false },
      { text: 'for the guest', onlyVisibleToMe: true },
    ]);
    expect(alice.messages).toMatchObject([{ text: 'for all' }]);
    expect(guest.conversations.map(({ id }: { id: string }) => id)).toEqual(['C0PIZZA']);
    expect(guest.people).toContainEqual({ id: 'U0OUTSIDER', name: 'outsider', role: 'outsider' });
    expect((await look('U0GUEST', 'C0OPS')).messages).toEqual([]);
  });

  test('is somebody’s even where nobody is named, and nobody deactivated', async () => {
    const { look } = await withPage();

    expect((await look('U0NOBODY')).me.id).toBe('U0ALICE');
    expect((await look('U0GONE')).me.id).toBe('U0ALICE');
  });

  test('holds the signature and bodies of each request', async () => {
    const { app, web, slack, look } = await withPage();
    const { ts = '' } = await web.chat.postMessage({ channel: 'C0PIZZA', text: 'x', blocks: card });
    await slack.click({ userId: 'U0ALICE', channelId: 'C0PIZZA', ts, actionId: 'approve' });

    const { traffic } = await look('U0ALICE');

    expect(traffic).toMatchObject([
      { method: 'chat.postMessage', direction: 'in', signature: null, answer: expect.stringContaining('"ok":true') },
      {
        method: 'block_actions',
        direction: 'out',
        signature: app.received[0]?.headers['x-slack-signature'],
        timestamp: String(now / 1000),
        request: app.received[0]?.body,
      },
    ]);
    expect(JSON.stringify(slack.traffic)).not.toContain('payload');
  });
});

test('a change is told at once to whoever listens', async () => {
  const { slack, web } = await withPage();
  const response = await fetch(`${slack.url}/page/changes`);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  onTestFinished(() => reader?.cancel());
  const next = async () => (await reader?.read())?.value ?? '';
  expect(await next()).toContain('data: connected');

  await web.chat.postMessage({ channel: 'C0PIZZA', text: 'x' });

  expect(await next()).toBe('data: changed\n\n');
});

describe('a action', () => {
  const opened = async (view: object = {}) => {
    const all = await withPage();
    const { ts } = await all.web.chat.postMessage({ channel: 'C0PIZZA', text: 'x', blocks: card });
    const click = await all.act('U0ALICE', { type: 'click', channelId: 'C0PIZZA', ts, actionId: 'approve' });
    const { trigger_id } = payloadOf(all.app.received[0]);
    await all.web.views.open({ trigger_id, view: reasonModal(view) });
    const [modal] = all.slack.views('U0ALICE');
    return { ...all, click, viewId: modal?.id ?? '', last: () => payloadOf(all.app.received.at(-1)) };
  };

  test('is a click of that person', async () => {
    const { click, last } = await opened();

    expect(await click.json()).toEqual({ failure: null });
    expect(last()).toMatchObject({ type: 'block_actions', user: { id: 'U0ALICE' } });
  });

  test('closes a modal, and tells only an app that asked for it', async () => {
    const silent = await opened();
    await silent.act('U0ALICE', { type: 'dismiss', viewId: silent.viewId, all: false });
    expect(silent.slack.views('U0ALICE')).toEqual([]);
    expect(silent.app.received).toHaveLength(1);

    const told = await opened({ notify_on_close: true });
    await told.act('U0ALICE', { type: 'dismiss', viewId: told.viewId, all: true });
    expect(told.last()).toMatchObject({ type: 'view_closed', is_cleared: true, view: { id: told.viewId } });
    expect(told.last()).not.toHaveProperty('trigger_id');
  });

  test('presses a button of the program, and tells why that failed', async () => {
    let count = 0;
    const press = async () => {
      count += 1;
      if (count > 1) throw new Error('nobody is there');
    };
    const { act, look } = await withPage({ buttons: [{ label: 'Alert', about: 'one of Alertmanager', press }] });
    const action = { type: 'press_button', label: 'Alert' };

    const [fine, failed] = [await act('U0ALICE', action), await act('U0ALICE', action)];

    expect((await look('U0ALICE')).buttons).toEqual([{ label: 'Alert', about: 'one of Alertmanager' }]);
    expect([fine.status, failed.status]).toEqual([200, 409]);
    expect(await failed.json()).toEqual({ error: 'Alert: nobody is there' });
  });

  test.each([
    [{ type: 'press_button', label: 'Alert' }, 409],
    [{ type: 'press_button' }, 400],
    [{ type: 'dismiss', viewId: 'V1', all: true }, 409],
    [{ type: 'click', channelId: 'C0OPS', ts: '1.0', actionId: 'approve' }, 409],
    [{ type: 'click', channelId: 'C0OPS' }, 400],
    [{ type: 'constructor' }, 400],
    [{ type: 'switch_fault', fault: 'error' }, 400],
    [{ type: 'jump', ms: -1 }, 409],
  ])('that nobody can do is refused: %j', async (action, status) => {
    const { act } = await withPage();

    expect((await act('U0ALICE', action)).status).toBe(status);
  });

  test('that is no JSON is refused', async () => {
    const { slack } = await withPage();

    expect((await post(slack, '{')).status).toBe(400);
  });

  test('makes every call fail until it is switched off', async () => {
    const { act, web } = await withPage();

    await act('U0ALICE', { type: 'switch_fault', fault: 'rate_limit' });
    await expect(web.auth.test()).rejects.toThrow();
    await expect(web.auth.test()).rejects.toThrow();
    await act('U0ALICE', { type: 'switch_fault', fault: null });

    expect((await web.auth.test()).ok).toBe(true);
  });
});

describe('the clock', () => {
  test('of the simulator’s own is put forward, and the app is told by how much', async () => {
    const jumps: number[] = [];
    const { slack, web } = await startSlack({ onClockJump: (ms) => void jumps.push(ms) });
    const before = await web.chat.postMessage({ channel: 'C0PIZZA', text: 'x' });

    await slack.jump(3_600_000);
    const after = await web.chat.postMessage({ channel: 'C0PIZZA', text: 'x' });

    expect(jumps).toEqual([3_600_000]);
    expect(Number(after.ts) - Number(before.ts)).toBeGreaterThanOrEqual(3_600);
  });

  test('that was given is moved by its owner alone', async () => {
    const clock = aClock(now);
    const { slack, web } = await startSlack({ clock, onClockJump: clock.advance });

    await slack.jump(1_000);

    expect(clock()).toBe(now + 1_000);
    expect((await web.chat.postMessage({ channel: 'C0PIZZA', text: 'x' })).ts).toBe(`${now / 1_000 + 1}.000000`);
  });

  test('that was given without anybody to move it stands', async () => {
    const { slack } = await startSlack({ clock: aClock(now) });

    await expect(slack.jump(1_000)).rejects.toMatchObject({ code: 'cannot_jump' });
  });

  test.each([0, -1, Number.NaN])('does not jump by %d', async (ms) => {
    const { slack } = await startSlack();

    await expect(slack.jump(ms)).rejects.toMatchObject({ code: 'cannot_jump' });
  });

  test('brings the retries of an event that are due by then', async () => {
    let status = 500;
    const app = await startApp(() => ({ status }));
    const { slack } = await startSlack({ requestUrl: app.url });
    await slack.event({ type: 'app_home_opened' });
    status = 200;

    await slack.jump(60_000);

    expect(app.received.map(({ headers }) => headers['x-slack-retry-num'])).toEqual([undefined, '1', '2']);
  });

  test('tells what the app says will come', async () => {
    const { look } = await withPage({ upcoming: async () => [{ label: 'Reminder', at: now + 60_000 }] });

    expect((await look('U0ALICE')).clock).toEqual({
      now,
      canJump: false,
      appFollows: false,
      upcoming: [{ label: 'Reminder', at: now + 60_000 }],
    });
  });
});

describe('a static select', () => {
  const option = (value: string) => ({ text: { type: 'plain_text' as const, text: value.toUpperCase() }, value });
  const select = { type: 'static_select' as const, action_id: 'size', options: [option('s'), option('l')] };

  test('sends the option that was chosen in a message', async () => {
    const { app, slack, web } = await withPage();
    const blocks = [{ type: 'actions' as const, elements: [select] }];
    const { ts = '' } = await web.chat.postMessage({ channel: 'C0PIZZA', text: 'x', blocks });
    const about = { userId: 'U0ALICE', channelId: 'C0PIZZA', ts, actionId: 'size' };

    await slack.click({ ...about, option: 'l' });

    expect(payloadOf(app.received[0]).actions).toMatchObject([
      { type: 'static_select', action_id: 'size', selected_option: option('l') },
    ]);
    await expect(slack.click({ ...about, option: 'xl' })).rejects.toMatchObject({ code: 'element_not_found' });
    await expect(slack.click(about)).rejects.toMatchObject({ code: 'not_simulated' });
  });

  test.each([
    ['l', option('l')],
    ['', null],
  ])('is part of a submission: %j', async (value, selected_option) => {
    const { app, slack, web } = await withPage();
    const { ts = '' } = await web.chat.postMessage({ channel: 'C0PIZZA', text: 'x', blocks: card });
    await slack.click({ userId: 'U0ALICE', channelId: 'C0PIZZA', ts, actionId: 'approve' });
    const blocks = [
      {
        type: 'input' as const,
        block_id: 'size',
        label: { type: 'plain_text' as const, text: 'Size' },
        element: select,
      },
    ];
    const { trigger_id } = payloadOf(app.received[0]);
    const { view } = await web.views.open({ trigger_id, view: reasonModal({ blocks }) });

    await slack.submit({ userId: 'U0ALICE', viewId: view?.id ?? '', values: { size: value } });

    expect(payloadOf(app.received.at(-1)).view.state.values).toEqual({
      size: { size: { type: 'static_select', selected_option } },
    });
  });
});
