import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { maxRequestBytes } from '@k8s-pizza/slack-approval/host';
import { describe, expect, test } from 'vitest';
import { toStoredKey } from '../src/requester-key.js';
import { agentToken, answerOf, ciToken, createWorld, cronToken, question, request, serve } from './world.js';

describe('another requester', () => {
  test('does not learn of an approval by its id', async () => {
    const client = await serve(await createWorld());
    const { body } = await client.post('/approvals', question);
    const path = `/approvals/${body.id}`;
    const answers = [
      await client.get(path, cronToken),
      await client.get(`${path}?wait=55s`, cronToken),
      await client.post(`${path}/withdraw`, { reason: 'Mine.' }, cronToken),
      await client.post(`${path}/progress`, { step: 'Roll out', state: 'done' }, cronToken),
    ];
    const unknown = await client.get('/approvals/aaaaaaaaaaaaaaaaaaaaaaaaaa', cronToken);

    expect(unknown).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect(answers.map(({ status, body }) => [status, body])).toEqual(answers.map(() => [404, unknown.body]));
    expect((await client.get(path)).body.status).toBe('pending');
  });

  test('cannot reach a key by the form that it is stored in', async () => {
    const client = await serve(await createWorld());
    const mine = await client.post('/approvals', question);

    for (const key of ['http:2:ci:deploy-42', ':ci:deploy-42', '2:ci:deploy-42'])
      expect((await client.post('/approvals', { ...question, key }, cronToken)).body.id).not.toBe(mine.body.id);
  });
});

test('requesters and keys that read the same together are stored under two keys', () => {
  expect(toStoredKey('a', 'b:c')).not.toBe(toStoredKey('a:b', 'c'));
  expect(toStoredKey('a', '1:a:b')).not.toBe(toStoredKey('a:1:a', 'b'));
});

test('an approval that the program asked itself is not shown to other programs', async () => {
  const { deploy, receive } = await createWorld();
  const { approval } = await deploy.ask({ version: '4.2' }, { key: 'k', requester: 'the app' });

  const answer = await receive(request({ method: 'GET', url: `/approvals/${approval.id}` }));

  expect(answer.status).toBe(404);
});

test.each(['anything', 'nothing', '__proto__', 'constructor', 'toString'])(
  'the kind "%s", which the credential does not list, is refused',
  async (kind) => {
    const { receive, approvals } = await createWorld();

    const answer = await receive(request({ body: { ...question, kind } }));

    expect(answerOf(answer)).toMatchObject({ status: 403, code: 'kind_not_allowed' });
    expect((await approvals.list()).approvals).toEqual([]);
  },
);

describe('a body', () => {
  test.each<[name: string, body: unknown, detail: RegExp]>([
    ['that is no JSON', '{', /JSON object/],
    ['that is empty', '', /JSON object/],
    ['that is a list', [question], /JSON object/],
    ['that is null', 'null', /JSON object/],
    ['that is not UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), /JSON object/],
    ['with an unknown member', { ...question, chanel: 'C0OPS' }, /`chanel`/],
    ['with a channel', { ...question, channel: 'C0OPS' }, /`channel`/],
    ['with a requester', { ...question, requester: 'boss' }, /`requester`/],
    ['with __proto__', JSON.stringify(question).replace('{', '{"__proto__":{"kind":"anything"},'), /`__proto__`/],
    ['with constructor', { ...question, constructor: {} }, /`constructor`/],
    ['without a key', { kind: 'deploy', payload: {} }, /`key`/],
    ['without a payload', { kind: 'deploy', key: 'k' }, /`payload`/],
    ['whose members are inherited only', '{"__proto__":{"kind":"deploy","key":"k","payload":{}}}', /`__proto__`/],
    ['with a key that is no text', { ...question, key: { toString: 1 } }, /`key`/],
    ['with an empty key', { ...question, key: '' }, /`key`/],
    ['with a key that is too long', { ...question, key: 'k'.repeat(1_001) }, /`key`/],
    ['with half a character', { ...question, key: 'a\ud83c' }, /`key`/],
    ['with context that is no list', { ...question, context: 'line' }, /`context`/],
    ['with too much context', { ...question, context: Array(51).fill('line') }, /`context`/],
  ])('%s is answered 400, and says what to mend', async (_, body, detail) => {
    const { receive, approvals } = await createWorld();

    const answer = await receive(request({ body }));

    expect(answerOf(answer)).toMatchObject({ status: 400, code: 'invalid_request' });
    expect(JSON.parse(answer.body).detail).toMatch(detail);
    expect((await approvals.list()).approvals).toEqual([]);
  });

  test('never comes back in a problem', async () => {
    const { receive } = await createWorld();
    const secret = 'hunter2-hunter2-hunter2-hunter2-hunter2';
    const bodies = [
      { ...question, [secret]: 1 },
      { ...question, payload: { version: 1, [secret]: secret } },
      { ...question, kind: secret },
      { ...question, key: secret, onBehalfOf: secret },
      `{"${secret}`,
    ];
    const answers = await Promise.all(bodies.map((body) => receive(request({ body }))));
    const unauthenticated = await receive(request({ token: secret }));

    for (const { status, body } of [...answers, unauthenticated]) {
      expect(status).toBeGreaterThanOrEqual(400);
      expect(body).not.toContain('hunter2');
    }
  });

  test('with a payload that its schema refuses is answered 422', async () => {
    const { receive } = await createWorld();

    expect(answerOf(await receive(request({ body: { ...question, payload: { version: 4 } } })))).toMatchObject({
      code: 'invalid_payload',
      status: 422,
    });
  });

  test.each([
    ['is too large', `"${'x'.repeat(40_000)}"`, 'payload_too_large'],
    ['is nested too deep', '['.repeat(400_000) + ']'.repeat(400_000), 'payload_not_json'],
  ])('with a payload that %s is answered 422', async (_, payload, code) => {
    const { receive } = await createWorld();
    const body = `{"kind":"anything","key":"k","payload":${payload}}`;

    expect(answerOf(await receive(request({ token: cronToken, body })))).toMatchObject({ status: 422, code });
  });

  test('may hold names of what objects have: they are data', async () => {
    const { receive } = await createWorld();
    const body = '{"kind":"anything","key":"k","payload":{"__proto__":{"polluted":true},"constructor":1}}';

    const answer = await receive(request({ token: cronToken, body }));

    expect(answer.status).toBe(201);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  test('of more than 1 MB is answered 413', async () => {
    const { receive } = await createWorld();

    const answer = await receive(request({ body: new Uint8Array(maxRequestBytes + 1) }));

    expect(answerOf(answer)).toMatchObject({ status: 413, code: 'body_too_large' });
    expect(receive.refuseBody?.('body_too_slow')).toMatchObject({ status: 408 });
  });
});

describe('a path', () => {
  test.each([
    '/',
    '/approval',
    '/approvals/',
    '/approvals//',
    '//approvals',
    '/approvals/../approvals',
    '/%61pprovals',
    '/approvals/a1/',
    '/approvals/a1/withdraw/x',
    '/approvals/%2e%2e',
    '/approvals/__proto__',
    '/approvals/A1',
    '/approvals/a1%00',
    '/APPROVALS',
    '/approvals#x',
    '/api/approvals',
    'approvals',
    '',
    `/approvals/${'a'.repeat(1_000)}`,
  ])('%j is not known', async (url) => {
    const { receive } = await createWorld();

    expect(answerOf(await receive(request({ url, body: question })))).toMatchObject({
      status: 404,
      code: 'no_such_path',
    });
  });

  test('may be the whole URL of a web-standard request', async () => {
    const { receive } = await createWorld();

    expect((await receive(request({ url: 'https://example.com/approvals', body: question }))).status).toBe(201);
  });

  test('begins with the prefix', async () => {
    const { receive } = await createWorld({ options: { prefix: '/api/v1' } });
    const answer = await receive(request({ url: '/api/v1/approvals', body: question }));

    expect(answer).toMatchObject({
      status: 201,
      headers: { location: expect.stringMatching(/^\/api\/v1\/approvals\/a/) },
    });
    expect((await receive(request({ url: '/approvals', body: question }))).status).toBe(404);
  });

  test('that the host does not pass is a fault of the host, which the log tells', async () => {
    const { receive, told } = await createWorld();
    const { url: _, ...rest } = request({ body: question });

    expect(answerOf(await receive(rest))).toMatchObject({ status: 500, code: 'internal' });
    expect(JSON.stringify(told)).toContain('`url`');
  });
});

test.each([
  ['HEAD', '/approvals/a1', 'GET'],
  ['DELETE', '/approvals/a1', 'GET'],
  ['PATCH', '/approvals', 'GET, POST'],
  ['constructor', '/approvals', 'GET, POST'],
  ['PUT', '/approvals', 'GET, POST'],
  ['GET', '/approvals/a1/context', 'POST'],
  ['GET', '/approvals/a1/withdraw', 'POST'],
  ['POST', '/openapi.json', 'GET'],
])('%s %s is answered 405 and allows %s', async (method, url, allow) => {
  const { receive } = await createWorld();

  expect(await receive(request({ method, url }))).toMatchObject({ status: 405, headers: { allow } });
});

test.each(['', 'text/plain', 'application/x-www-form-urlencoded', 'application/jsonp'])(
  'a body of the type "%s" is answered 415',
  async (type) => {
    const { receive } = await createWorld();

    const answer = await receive(request({ body: question, headers: { 'content-type': type } }));

    expect(answerOf(answer)).toMatchObject({ status: 415, code: 'unsupported_media_type' });
  },
);

test.each(['', `Basic ${ciToken}`, `Bearer ${ciToken}x`, `Bearer ${ciToken}, Bearer ${ciToken}`, 'Bearer '])(
  'the authorization "%s" is answered 401',
  async (authorization) => {
    const { receive } = await createWorld();

    const answer = await receive(request({ body: question, headers: { authorization } }));

    expect(answer).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Bearer' } });
  },
);

test('only paths that take a query get one', async () => {
  const { receive } = await createWorld();

  expect((await receive(request({ url: '/approvals?wait=1s', body: question }))).status).toBe(400);
});

test('a sender without a credential gets its answer though its body never ends', async () => {
  const { url } = await serve(await createWorld());
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.write(
    'POST /approvals HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n{',
  );

  expect(await text(socket)).toMatch(/^HTTP\/1.1 401/);
});

test('errors of the store are answered 503, and logged without the token', async () => {
  const { deploy } = await createWorld();
  const { receive, told } = await createWorld({
    options: {
      kinds: { deploy: { ...deploy, ask: () => Promise.reject(new Error('disk full')) } },
      tokens: [{ token: agentToken, requester: 'agent', kinds: ['deploy'] }],
    },
  });

  const answer = await receive(request({ token: agentToken, body: question }));

  expect(answerOf(answer)).toMatchObject({ status: 503, code: 'unavailable' });
  expect(JSON.stringify(told)).toContain('disk full');
  expect(JSON.stringify(told)).not.toMatch(/deploy-42|agent-0123/);
});

test('refusals of one code are one line a minute', async () => {
  const { receive, told, clock } = await createWorld();
  for (let count = 0; count < 3; count += 1) await receive(request({ token: '' }));
  clock.advance(60_000);
  await receive(request({ token: '' }));

  expect(told.map(([, fields]) => fields)).toMatchObject([
    { code: 'ask_refused', reason: 'unauthenticated' },
    { heldBack: 2 },
  ]);
});
