import { HttpResponse, http } from 'msw';
import { describe, expect, test, vi } from 'vitest';
import { outcomeOfError } from '../../src/slack/client/web-outcome.js';
import { createWebTransport } from '../../src/slack/client/web-transport.js';
import { closedAddress, serveHttp, serveTcp } from '../delivery/local-server.js';
import { intercept } from '../world/intercept.js';

interface Call {
  readonly path: string;
  readonly headers: Headers;
  readonly fields: Readonly<Record<string, string>>;
}

interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

const message = { channelId: 'C0PIZZA', text: 'Order pizza?', blocks: [{ type: 'divider' }] } as const;
const failure = (error: string, more: object = {}): Answer => ({ body: { ok: false, error, ...more } });

/** The transport before a Slack that gives one answer to every call, and what was asked of it. */
function answering({ status = 200, headers = {}, body }: Answer) {
  const calls: Call[] = [];
  intercept(
    http.post('https://slack.com/api/*', async ({ request }) => {
      const fields = Object.fromEntries(new URLSearchParams(await request.text()));
      calls.push({ path: new URL(request.url).pathname, headers: request.headers, fields });
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      return new HttpResponse(text, { status, headers: { 'content-type': 'application/json', ...headers } });
    }),
  );
  return { transport: createWebTransport({ token: 'xoxb-test', apiUrl: undefined, fetch }), calls };
}

describe('an answer of Slack', () => {
  test.each<[string, Answer, object]>([
    ['no, until it is mended', failure('is_archived'), { type: 'waiting', reason: 'is_archived', isAppWide: false }],
    [
      'a scope is missing',
      failure('missing_scope', { needed: 'chat:write', provided: '' }),
      { type: 'waiting', reason: 'missing_scope', isAppWide: true, needed: 'chat:write' },
    ],
    ['not now', failure('service_unavailable'), { type: 'retry', reason: 'service_unavailable', afterMs: null }],
    ['too often, with 200', failure('rate_limited'), { type: 'retry', reason: 'rate_limited', afterMs: null }],
    ['it may have half succeeded', failure('fatal_error'), { type: 'unknown', reason: 'fatal_error' }],
    ['an internal error', failure('internal_error'), { type: 'unknown', reason: 'internal_error' }],
    ['too often', { ...failure('ratelimited'), status: 429, headers: { 'retry-after': '7' } }, { afterMs: 7_000 }],
    [
      'too often, for years',
      { ...failure('ratelimited'), status: 429, headers: { 'retry-after': '99999999999' } },
      { type: 'retry', afterMs: 24 * 60 * 60 * 1_000 },
    ],
    ['not while the workspace moves', failure('org_login_required'), { type: 'waiting', isAppWide: true }],
    ['a code that Slack has added since', failure('brand_new_refusal'), { type: 'waiting', isAppWide: false }],
    ['the message is deleted', failure('message_not_found'), { type: 'gone', reason: 'message_not_found' }],
    ['the card is too long', failure('msg_blocks_too_long'), { type: 'unfit', reason: 'msg_blocks_too_long' }],
    ['not while the channel moves', failure('external_channel_migrating'), { type: 'retry' }],
    ['no, and without a reason', failure('update_failed'), { type: 'retry', reason: 'update_failed' }],
    [
      'too often, for nobody knows how long',
      { ...failure('ratelimited'), status: 429 },
      { type: 'retry', afterMs: null },
    ],
    ['500', { status: 500, body: '' }, { type: 'unknown', reason: 'Slack answered 500' }],
    ['503', { status: 503, body: 'busy' }, { type: 'unknown', reason: 'Slack answered 503' }],
    ['404', { status: 404, body: '' }, { type: 'retry', reason: 'Slack answered 404', afterMs: null }],
    ['a page of HTML', { headers: { 'content-type': 'text/html' }, body: '<p>Welcome</p>' }, { type: 'unknown' }],
    ['half an answer', { body: '{"ok":true,"chan' }, { type: 'unknown' }],
    ['an answer that names no message', { body: { ok: true } }, { type: 'unknown' }],
    ['nothing', { body: '' }, { type: 'unknown' }],
  ])('"%s" is told apart, and nothing is tried twice', async (_, answer, expected) => {
    const { transport, calls } = answering(answer);

    expect(await transport.post(message)).toMatchObject(expected);
    expect(calls).toHaveLength(1);
  });

  test('no text of an answer that cannot be read is handed on', async () => {
    const { transport } = answering({ body: '<p>canary-secret</p>' });

    expect(JSON.stringify(await transport.post(message))).not.toContain('canary');
  });
});

describe('no answer', () => {
  test('where nobody listens, nothing was sent', async () => {
    const transport = createWebTransport({ token: 'xoxb-test', apiUrl: `${await closedAddress()}/api/`, fetch });

    expect(await transport.post(message)).toEqual({
      type: 'retry',
      afterMs: null,
      reason: 'Slack cannot be reached (ECONNREFUSED)',
    });
  });

  test.each([
    ['ECONNREFUSED', 'retry'],
    ['ENOTFOUND', 'retry'],
    ['EAI_AGAIN', 'retry'],
    ['EHOSTUNREACH', 'retry'],
    ['ENETUNREACH', 'retry'],
    ['UND_ERR_CONNECT_TIMEOUT', 'retry'],
    ['ECONNRESET', 'unknown'],
    ['ETIMEDOUT', 'unknown'],
    ['UND_ERR_SOCKET', 'unknown'],
    ['UND_ERR_HEADERS_TIMEOUT', 'unknown'],
  ])('because of %s is %s', (code, type) => {
    const cause = Object.assign(new Error('fetch failed'), { cause: { code } });
    const failure = Object.assign(new Error('a request error'), {
      code: 'slack_webapi_request_error',
      original: cause,
    });

    expect(outcomeOfError(failure)).toMatchObject({ type });
  });

  test('on a connection that was made, it may have happened', async () => {
    const origin = await serveTcp((socket) => socket.once('data', () => socket.destroy()));
    const transport = createWebTransport({ token: 'xoxb-test', apiUrl: `${origin}/api/`, fetch });

    expect(await transport.post(message)).toEqual({
      type: 'unknown',
      reason: 'no readable answer from Slack (UND_ERR_SOCKET)',
    });
  });
});

describe('what is sent', () => {
  const posted = { body: { ok: true, channel: 'C0PIZZA', ts: '1.2' } };

  test('says how text is parsed, in every message and every change of one, since what is left out is reset', async () => {
    const { transport, calls } = answering(posted);

    await transport.post(message);
    await transport.update({ ...message, ts: '1.2' });
    await transport.ephemeral({ ...message, userId: 'U0ALICE' });
    await transport.directMessage({ ...message, userId: 'U0ALICE' });

    expect(calls.map(({ path }) => path)).toEqual(
      ['postMessage', 'update', 'postEphemeral', 'postMessage'].map((method) => `/api/chat.${method}`),
    );
    for (const { fields } of calls) expect(fields).toMatchObject({ parse: 'none', link_names: 'false' });
    expect(calls[0]?.fields).toMatchObject({ unfurl_links: 'false', unfurl_media: 'false' });
    expect(calls[3]?.fields).toMatchObject({ channel: 'U0ALICE', unfurl_links: 'false', unfurl_media: 'false' });
  });

  test('goes by a `fetch` that Cloudflare Workers know: no method of anything, and no `redirect: "error"`', async () => {
    const asked: unknown[] = [];
    vi.stubGlobal('fetch', async function (this: unknown, ...given: Parameters<typeof fetch>) {
      asked.push({ as: this, redirect: given[1]?.redirect });
      return Response.json(posted.body);
    });
    const transport = createWebTransport({ token: 'xoxb-test', apiUrl: undefined, fetch });

    expect(await transport.post(message)).toMatchObject({ type: 'ok' });
    expect(asked).toEqual([{ as: undefined, redirect: 'manual' }]);
  });

  test('is not sent on to where a redirect points, and was not done', async () => {
    const paths: unknown[] = [];
    const origin = await serveHttp(({ url }, response) => {
      paths.push(url);
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    const transport = createWebTransport({ token: 'xoxb-test', apiUrl: `${origin}/api/`, fetch });

    expect(await transport.post(message)).toEqual({ type: 'retry', reason: 'Slack answered 307', afterMs: null });
    expect(paths).toEqual(['/api/chat.postMessage']);
  });

  test('carries the token in its header alone', async () => {
    const { transport, calls } = answering(posted);

    await transport.post(message);

    expect(calls[0]?.headers.get('authorization')).toBe('Bearer xoxb-test');
    expect(JSON.stringify(calls[0]?.fields)).not.toContain('xoxb');
  });
});

describe('the address of a message', () => {
  test('is what Slack answers', async () => {
    const { transport } = answering({ body: { ok: true, permalink: 'https://pizza.slack.com/archives/C0PIZZA/p15' } });

    expect(await transport.permalink('C0PIZZA', '1.5')).toEqual({
      type: 'ok',
      value: 'https://pizza.slack.com/archives/C0PIZZA/p15',
    });
  });

  test('an answer without one is no answer', async () => {
    const { transport } = answering({ body: { ok: true } });

    expect(await transport.permalink('C0PIZZA', '1.5')).toMatchObject({ type: 'unknown' });
  });
});

describe('people', () => {
  test.each<[string, object, object]>([
    ['a guest of many channels', { is_restricted: true }, { guest: true, bot: false, deleted: false }],
    ['a guest of one channel', { is_ultra_restricted: true }, { guest: true }],
    ['a bot', { is_bot: true }, { bot: true }],
    ['somebody who left', { deleted: true }, { deleted: true }],
    ['a member', { team_id: 'T0PIZZA' }, { guest: false, bot: false, deleted: false, teamId: 'T0PIZZA' }],
    [
      'a member of an organisation',
      { team_id: 'E0ORG', enterprise_user: { id: 'U0ALICE', enterprise_id: 'E0ORG', teams: ['T0PIZZA'] } },
      { teamId: 'E0ORG', enterpriseId: 'E0ORG' },
    ],
  ])('%s', async (_, user, expected) => {
    const { transport } = answering({ body: { ok: true, user: { id: 'U0ALICE', ...user } } });

    expect(await transport.person('U0ALICE')).toMatchObject({ type: 'ok', value: expected });
  });

  test('an answer about nobody is no answer', async () => {
    const { transport } = answering({ body: { ok: true } });

    expect(await transport.person('U0ALICE')).toMatchObject({ type: 'unknown' });
  });

  test('the installation is what auth.test names, and null what it leaves out', async () => {
    const { transport } = answering({ body: { ok: true, team_id: 'T0PIZZA', app_id: '' } });

    expect(await transport.installation()).toEqual({
      type: 'ok',
      value: { appId: null, teamId: 'T0PIZZA', enterpriseId: null },
    });
  });
});
