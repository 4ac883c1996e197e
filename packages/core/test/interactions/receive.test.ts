import type { RawRequest } from '@k8s-pizza/slack-approval/host';
import { signSlackRequest } from '@k8s-pizza/slack-approval-testing';
import { describe, expect, test } from 'vitest';
import { buttonValue, clickPayload, formOf, formType, jsonType, signed, typeCommand } from '../world/signed.js';
import { createWorld, second, type World } from '../world/world.js';

const empty = { headers: {}, body: '' };

async function aClick(world: World): Promise<{ readonly id: string; readonly body: string }> {
  const approval = await world.ask();
  return { id: approval.id, body: formOf(clickPayload(world, approval, { value: buttonValue(approval) })) };
}

/** The request with other headers; null takes one away. */
function withHeaders(request: RawRequest, changes: Readonly<Record<string, string | null>>): RawRequest {
  return { ...request, header: (name) => (name in changes ? changes[name] : request.header(name)) };
}

describe('a request that Slack did not sign', () => {
  const mac = '0'.repeat(64);
  test.each<[string, Readonly<Record<string, string | null>>]>([
    ['no signature', { 'x-slack-signature': null }],
    ['an empty signature', { 'x-slack-signature': '' }],
    ['another signature', { 'x-slack-signature': `v0=${mac}` }],
    ['another version', { 'x-slack-signature': `v1=${mac}` }],
    ['two signatures', { 'x-slack-signature': `v0=${mac}, v0=${mac}` }],
    ['no timestamp', { 'x-slack-request-timestamp': null }],
    ['two timestamps', { 'x-slack-request-timestamp': '1767261600, 1767261600' }],
    ['a timestamp in words', { 'x-slack-request-timestamp': 'now' }],
    ['another timestamp', { 'x-slack-request-timestamp': '1767261601' }],
  ])('%s: 401, and nothing in it is read', async (_, changes) => {
    const world = await createWorld();
    const { id, body } = await aClick(world);
    const request = withHeaders(await signed(world, body), changes);

    const answer = await world.approvals.handleRaw(request);

    expect(answer).toEqual({ status: 401, ...empty });
    expect(await world.get(id)).toMatchObject({ status: 'pending', votes: [] });
  });

  test.each([301, -301])('a signature that is %i s old is too far from now: 401', async (ageSeconds) => {
    const world = await createWorld();
    const { id, body } = await aClick(world);

    const answer = await world.approvals.handleRaw(await signed(world, body, { ageSeconds }));

    expect(answer).toEqual({ status: 401, ...empty });
    expect(await world.get(id)).toMatchObject({ status: 'pending' });
  });

  test.each([300, -300])('a signature that is %i s old is taken', async (ageSeconds) => {
    const world = await createWorld();
    const { id, body } = await aClick(world);

    await world.approvals.handleRaw(await signed(world, body, { ageSeconds }));

    expect(await world.get(id)).toMatchObject({ status: 'approved' });
  });

  test('a body that a parser has written again: 401', async () => {
    const world = await createWorld();
    const { id, body } = await aClick(world);
    const request = await signed(world, `${body}&a=%7e`);
    const parsed = new URLSearchParams(Buffer.from(request.body).toString());

    const answer = await world.approvals.handleRaw({ ...request, body: Buffer.from(parsed.toString()) });

    expect(parsed.toString()).not.toBe(`${body}&a=%7e`);
    expect(answer).toEqual({ status: 401, ...empty });
    expect(await world.get(id)).toMatchObject({ status: 'pending' });
  });

  test('is not even decoded: malformed and unsigned is 401, not 400', async () => {
    const world = await createWorld();
    const request = await signed(world, 'payload=%zz');

    const answer = await world.approvals.handleRaw(withHeaders(request, { 'x-slack-signature': `v0=${mac}` }));

    expect(answer.status).toBe(401);
  });

  test('is counted by its code alone', async () => {
    const world = await createWorld();
    const codes: unknown[] = [];
    world.approvals.on('requestRefused', (event) => codes.push(event));

    await world.approvals.handleRaw(withHeaders(await signed(world, 'x'), { 'x-slack-signature': null }));

    expect(codes).toEqual([{ code: 'signature_missing' }]);
  });
});

describe('a signing secret that is being replaced', () => {
  test('either signs', async () => {
    const world = await createWorld({ access: { signingSecret: ['the-new-one', 'simulated-signing-secret'] } });
    const { id, body } = await aClick(world);

    await world.approvals.handleRaw(await signed(world, body));

    expect(await world.get(id)).toMatchObject({ status: 'approved' });
  });

  test('an empty one signs nothing', async () => {
    const world = await createWorld({ access: { signingSecret: ['', 'simulated-signing-secret'] } });
    const forged = await signed({ ...world, slack: { ...world.slack, signingSecret: '' } }, 'ssl=1');

    expect((await world.approvals.handleRaw(forged)).status).toBe(401);
  });
});

describe('a request that is not what Slack sends', () => {
  test.each(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'])('%s: 405', async (method) => {
    const world = await createWorld();

    const answer = await world.approvals.handleRaw({ ...(await signed(world, 'x')), method });

    expect(answer).toEqual({ status: 405, headers: { allow: 'POST' }, body: '' });
  });

  test('more than a megabyte: 413, before its signature is even looked at', async () => {
    const world = await createWorld();
    const request = await signed(world, Buffer.alloc(1_048_577, 'x'));

    expect(await world.approvals.handleRaw(request)).toEqual({ status: 413, ...empty });
    expect(await world.approvals.handleRaw({ ...request, header: () => null })).toEqual({ status: 413, ...empty });
  });

  test.each(['text/plain', 'multipart/form-data; boundary=x', 'application/xml'])('%s: 415', async (contentType) => {
    const world = await createWorld();

    expect(await world.approvals.handleRaw(await signed(world, 'a=1', { contentType }))).toEqual({
      status: 415,
      ...empty,
    });
  });

  test.each([
    ['nothing', '', formType],
    ['bad escapes', 'payload=%zz', formType],
    ['no JSON', 'payload=x', formType],
    ['two payloads', 'payload=%7B%7D&payload=%7B%7D', formType],
    ['JSON that is no object', '[]', jsonType],
    ['no type', '{}', jsonType],
    ['a click without actions', formOf({ type: 'block_actions' }), formType],
    [
      'a click without a person',
      formOf({ type: 'block_actions', actions: [{ action_id: 'a', action_ts: '1' }] }),
      formType,
    ],
    ['bytes that are no text', new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]), jsonType],
  ])('%s: 400', async (_, body, contentType) => {
    const world = await createWorld();

    expect(await world.approvals.handleRaw(await signed(world, body, { contentType }))).toEqual({
      status: 400,
      ...empty,
    });
  });

  test.each([
    ['an unknown type', formOf({ type: 'workflow_step_edit' }), formType],
    ['a shortcut', formOf({ type: 'shortcut', callback_id: 'x' }), formType],
    ['an unknown event', '{"type":"app_rate_limited"}', jsonType],
    [
      "another feature's button",
      formOf({ type: 'block_actions', user: { id: 'U0ALICE' }, actions: [{ action_id: 'x', action_ts: '1' }] }),
      formType,
    ],
    [
      "another feature's form",
      formOf({ type: 'view_submission', user: { id: 'U0ALICE' }, view: { id: 'V1', callback_id: 'x' } }),
      formType,
    ],
    [
      'a closed form',
      formOf({
        type: 'view_closed',
        user: { id: 'U0ALICE' },
        view: { id: 'V1', callback_id: 'approval:default:reject_form' },
      }),
      formType,
    ],
    ['another form', 'a=1', formType],
  ])('%s: 200, so that nobody is shown an error', async (_, body, contentType) => {
    const world = await createWorld();

    expect(await world.approvals.handleRaw(await signed(world, body, { contentType }))).toEqual({
      status: 200,
      ...empty,
    });
  });
});

describe('a host that hands over', () => {
  // what a host without a compiler may give
  const listing = (request: RawRequest, times: number): RawRequest => ({
    ...request,
    header: (name) => {
      const value = request.header(name);
      return (value === null ? undefined : Array.from({ length: times }, () => value)) as unknown as string;
    },
  });

  test('each header as a list of one is understood', async () => {
    const world = await createWorld();
    const { id, body } = await aClick(world);

    const answer = await world.approvals.handleRaw(listing(await signed(world, body), 1));
    await world.approvals.flush();

    expect(answer).toEqual({ status: 200, ...empty });
    expect(await world.get(id)).toMatchObject({ status: 'approved' });
  });

  test.each([
    ['all headers', ['content-type', 'x-slack-signature', 'x-slack-request-timestamp'], 401],
    ['the signature', ['x-slack-signature'], 401],
    ['the timestamp', ['x-slack-request-timestamp'], 401],
    ['the content type', ['content-type'], 415],
  ])('%s twice is refused', async (_, names, status) => {
    const world = await createWorld();
    const { id, body } = await aClick(world);
    const request = await signed(world, body);
    const twice = listing(request, 2);

    const answer = await world.approvals.handleRaw({
      ...request,
      header: (name) => (names.includes(name) ? twice : request).header(name),
    });

    expect(answer).toEqual({ status, ...empty });
    expect(await world.get(id)).toMatchObject({ status: 'pending' });
    expect(world.log.lines).toMatchObject([{ level: 'warn', parts: [expect.anything(), { code: 'request_refused' }] }]);
  });

  test.each<[string, unknown]>([
    ['a parsed body', { payload: '{"type":"canary"}' }],
    ['a body as text', 'payload=canary'],
    ['nothing', undefined],
  ])('%s is told what to do about it, in the log alone', async (_, body) => {
    const world = await createWorld();
    const request = await signed(world, 'payload=%7B%7D');

    // what a host without a compiler may give
    const answer = await world.approvals.handleRaw({ ...request, body: body as Uint8Array });

    expect(answer).toEqual({ status: 503, ...empty });
    expect(world.log.text()).toContain('raw_body_unavailable');
    expect(world.log.text()).not.toContain('canary');
  });
});

describe('what Slack sends by itself', () => {
  test('its check of a certificate is answered 200 unsigned, and nothing else in it is read', async () => {
    const world = await createWorld();
    const { id, body } = await aClick(world);
    const request = withHeaders(await signed(world, `ssl_check=1&${body}`), { 'x-slack-signature': null });

    const [unsigned, asSigned] = [
      await world.approvals.handleRaw(request),
      await world.approvals.handleRaw(await signed(world, `ssl_check=1&${body}`)),
    ];

    expect([unsigned, asSigned]).toEqual([
      { status: 200, ...empty },
      { status: 200, ...empty },
    ]);
    expect(await world.get(id)).toMatchObject({ status: 'pending', votes: [] });
  });

  test('its check of a URL is answered with the challenge as plain text, if it is signed', async () => {
    const world = await createWorld();
    const body = JSON.stringify({ type: 'url_verification', challenge: '<b>who is there?</b>' });
    const request = await signed(world, body, { contentType: jsonType });

    expect(await world.approvals.handleRaw(request)).toEqual({
      status: 200,
      headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' },
      body: '<b>who is there?</b>',
    });
    expect((await world.approvals.handleRaw(withHeaders(request, { 'x-slack-signature': null }))).status).toBe(401);
  });

  test('an event is answered 200', async () => {
    const world = await createWorld();

    expect(
      await world.slack.event({ type: 'app_home_opened', user: 'U0ALICE', tab: 'home' } as { type: string }),
    ).toMatchObject({ status: 200 });
  });

  test('the event that the app joined a channel is answered 200, and nothing is done', async () => {
    const world = await createWorld();
    const joined = { type: 'member_joined_channel', user: world.slack.botUserId, channel: 'C0OPS', channel_type: 'C' };

    expect(await world.slack.event(joined)).toMatchObject({ status: 200, body: '' });
    expect(world.slack.traffic.filter(({ direction }) => direction === 'in')).toEqual([]);
  });

  test('a command is answered visibly, in its own answer', async () => {
    const world = await createWorld();
    await world.ask();

    const answer = await typeCommand(world, 'U0ALICE', 'help');

    expect(answer).toMatchObject({ response_type: 'ephemeral', text: expect.stringContaining('show') });
    expect(world.slack.traffic.at(-1)).toMatchObject({ method: 'slash_command', status: 200, detail: null });
  });
});

describe('handle', () => {
  const url = 'http://localhost/slack/actions';

  test('is receive for web-standard requests', async () => {
    const world = await createWorld();
    const { id, body } = await aClick(world);
    const raw = await signed(world, body);
    const names = ['content-type', 'x-slack-signature', 'x-slack-request-timestamp'];
    const headers = Object.fromEntries(names.map((name) => [name, raw.header(name) ?? '']));

    const response = await world.approvals.handle(new Request(url, { method: 'POST', headers, body }));

    expect([response.status, await response.text()]).toEqual([200, '']);
    expect(await world.get(id)).toMatchObject({ status: 'approved' });
    expect((await world.approvals.handle(new Request(url))).status).toBe(405);
  });

  test('hands on what its host offers', async () => {
    const world = await createWorld();
    const approval = await world.ask();
    const raw = await signed(world, formOf(clickPayload(world, approval, { value: buttonValue(approval) })));
    const names = ['content-type', 'x-slack-signature', 'x-slack-request-timestamp'];
    const headers = Object.fromEntries(names.map((name) => [name, raw.header(name) ?? '']));
    const request = new Request(url, { method: 'POST', headers, body: Buffer.from(raw.body) });

    const response = await world.approvals.handle(request, { waitUntil: (work) => work });

    expect(response.status).toBe(200);
    expect(await world.get(approval.id)).toMatchObject({ status: 'approved', delivery: { state: 'delivered' } });
  });

  test.each([
    ['what is too large', true, 413],
    ['what is not signed', false, 401],
  ])('refuses %s without reading all of it', async (_, isSigned, status) => {
    const world = await createWorld();
    const raw = await signed(world, 'x', { contentType: jsonType });
    const names = ['content-type', 'x-slack-signature', 'x-slack-request-timestamp'].slice(isSigned ? 0 : 2);
    const headers = Object.fromEntries(names.map((name) => [name, raw.header(name) ?? '']));
    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(65_536));
      },
    });
    const request = new Request(url, { method: 'POST', headers, body: endless, duplex: 'half' } as RequestInit);

    expect((await world.approvals.handle(request)).status).toBe(status);
    expect(pulled).toBeLessThan(40);
  });

  test('says plainly that somebody has read the body before', async () => {
    const world = await createWorld();
    const request = new Request(url, { method: 'POST', body: 'x' });
    await request.text();

    await expect(world.approvals.handle(request)).rejects.toMatchObject({ code: 'raw_body_unavailable' });
  });
});

describe('without a signing secret, as in Socket Mode', () => {
  const inSocketMode = { access: { signingSecret: null } };

  test('a click that the host has verified counts', async () => {
    const world = await createWorld(inSocketMode);
    const approval = await world.ask();
    const click = clickPayload(world, approval, { value: buttonValue(approval) });

    expect(await world.approvals.handleVerified(click)).toMatchObject({ status: 200 });
    expect(await world.get(approval.id)).toMatchObject({ status: 'approved' });
  });

  test.each(['a secret', ''])('no request over HTTP does, however it is signed: with %j', async (secret) => {
    const world = await createWorld(inSocketMode);
    const approval = await world.ask();
    const body = formOf(clickPayload(world, approval, { value: buttonValue(approval) }));
    const timestampSeconds = Math.floor(world.clock() / second);
    const request = signSlackRequest({ body, signingSecret: secret, timestampSeconds });

    expect((await world.approvals.handle(request)).status).toBe(401);
    expect(await world.get(approval.id)).toMatchObject({ status: 'pending' });
    expect(world.log.text()).toContain('request_refused');
  });
});
