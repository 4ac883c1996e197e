import { createHmac, randomBytes } from 'node:crypto';
import { memoryStore, SlackApprovalError } from '@k8s-pizza/slack-approval';
import { maxRequestBytes, receiveStream } from '@k8s-pizza/slack-approval/host';
import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { AlertAuthentication } from '../src/index.js';
import { firing, resolved } from './captured.js';
import { answerOf, createWorld, request, second, start, token } from './world.js';

const secretBytes = randomBytes(32);
const secret = `whsec_${secretBytes.toString('base64')}`;

/** Signed as Standard Webhooks says, by nothing of ours. */
function signed(body: string, at: number) {
  const timestamp = String(Math.floor(at / second));
  const signature = createHmac('sha256', secretBytes).update(`relay-1.${timestamp}.${body}`).digest('base64');
  return {
    'webhook-id': 'relay-1',
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
    authorization: '',
  };
}

/** What was logged of refused requests. */
function refusalsIn(told: readonly (readonly unknown[])[]): readonly unknown[] {
  return told.map(([, fields]) => fields).filter((fields) => Object(fields).code === 'alert_refused');
}

describe('a bearer token', () => {
  test.each([
    ['is missing', ''],
    ['is another', `Bearer ${token}x`],
    ['is the beginning of the right one', `Bearer ${token.slice(0, -1)}`],
    ['is empty', 'Bearer '],
    ['is sent by another scheme', `Basic ${token}`],
    ['is sent twice', `Bearer ${token}, Bearer ${token}`],
  ])('that %s is answered 401', async (_, authorization) => {
    const world = await createWorld();

    const answer = await world.receive(request(firing, { authorization }));

    expect(answerOf(answer)).toEqual({ status: 401, error: 'unauthenticated' });
    expect(refusalsIn(world.told)).toMatchObject([{ reason: 'unauthenticated', remedy: expect.any(String) }]);
    expect(answer.headers).toMatchObject({ 'www-authenticate': 'Bearer' });
    expect(await world.pending()).toEqual([]);
  });

  test('may be one of several, while it changes', async () => {
    const world = await createWorld({ options: { authentication: { bearer: ['the-one-before-it', token] } } });

    expect(await world.send(firing)).toMatchObject({ status: 200 });
  });
});

describe('a signature', () => {
  const authentication = { secrets: secret };
  const body = JSON.stringify(firing);

  test('that holds is enough', async () => {
    const world = await createWorld({ options: { authentication } });

    expect(answerOf(await world.receive(request(body, signed(body, start))))).toMatchObject({ action: 'asked' });
  });

  test.each([
    ['of another body', () => signed(`${body} `, start)],
    ['of too long ago', () => signed(body, start - 301 * second)],
    ['that is missing', () => ({})],
  ])('%s is answered 401', async (_, headers) => {
    const world = await createWorld({ options: { authentication } });

    expect(answerOf(await world.receive(request(body, headers())))).toEqual({ status: 401, error: 'unauthenticated' });
    expect(await world.pending()).toEqual([]);
  });

  test('of something that is no JSON does not make it any', async () => {
    const world = await createWorld({ options: { authentication } });

    expect(answerOf(await world.receive(request('{', signed('{', start))))).toMatchObject({ error: 'malformed_body' });
  });
});

test('without authentication, spelled out, everybody is let in', async () => {
  const world = await createWorld({ options: { authentication: 'none' } });

  expect(answerOf(await world.receive(request(firing, { authorization: '' })))).toMatchObject({ action: 'asked' });
});

describe('before its body is read', () => {
  const body = JSON.stringify(firing);
  const bearer = { bearer: token };
  const signing = { secrets: secret };
  const old = () => signed(body, start - 301 * second);

  test.each<[string, AlertAuthentication, () => Readonly<Record<string, string>>, number | null]>([
    ['without a token', bearer, () => ({ authorization: '' }), 401],
    ['with another token', bearer, () => ({ authorization: `Bearer ${token}x` }), 401],
    ['with the right token', bearer, () => ({}), null],
    ['of another type', bearer, () => ({ 'content-type': 'text/plain' }), 415],
    ['without a signature', signing, () => ({}), 401],
    ['with a signature of too long ago', signing, old, 401],
    ['with a signature of another body', signing, () => signed(`${body} `, start), null],
    ['where everybody is let in', 'none', () => ({ authorization: '' }), null],
  ])('a request %s is refused or read', async (_, authentication, headers, status) => {
    const world = await createWorld({ options: { authentication } });
    const { body: bytes, ...head } = request(body, headers());

    const refused = world.receive.refuseHead?.(head);

    expect(refused?.status ?? null).toBe(status);
    if (status !== null) expect(await world.receive({ ...head, body: bytes })).toEqual(refused);
  });

  test('a request without a token is answered while its body is still to come', async () => {
    const world = await createWorld();
    const { method, header } = request(body, { authorization: '' });
    const neverEnding = new ReadableStream<Uint8Array>();

    const answer = await receiveStream(world.receive, { method, header, body: neverEnding });

    expect(answerOf(answer)).toEqual({ status: 401, error: 'unauthenticated' });
    expect(await world.pending()).toEqual([]);
  });

  test.each([
    ['comes too slowly is answered 503, so that it is sent again', {}, 503, 'body_too_slow'],
    ['announces too much', { 'content-length': String(maxRequestBytes + 1) }, 413, 'body_too_large'],
    ['is compressed', { 'content-encoding': 'gzip' }, 415, 'unsupported_media_type'],
  ])('a body that %s is refused in the words of the source', async (_, headers, status, error) => {
    const world = await createWorld();
    const { method, header } = request(body, headers);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());

    const answering = receiveStream(world.receive, { method, header, body: new ReadableStream<Uint8Array>() });
    await vi.advanceTimersByTimeAsync(5_000);

    expect(answerOf(await answering)).toEqual({ status, error });
  });
});

describe('what cannot work is said when it is made', () => {
  // as: what the environment, or a caller without a compiler, gives is not always what the types say
  test.each<[string, object]>([
    ['authentication that is missing', { authentication: undefined }],
    ['authentication that is misspelt', { authentication: 'None' }],
    ['a token that is no text', { authentication: { bearer: 5 } }],
    ['alerts that are missing', { alerts: undefined }],
    ['alerts that are no list', { alerts: { alertname: 'HighCPUUsage' } }],
    ['a label whose value is missing', { alerts: [{ alertname: undefined }] }],
    ['a label whose value is a number', { alerts: [{ replicas: 5 }] }],
    ['no kind to ask', { asks: undefined }],
    ['no payload', { payload: undefined }],
    ['a host that is missing', { linkHosts: [undefined] }],
    ['hosts that are no list', { linkHosts: 'https://prometheus.example.com' }],
  ])('%s', async (_, options) => {
    const { receiver } = await createWorld();

    expect(() => receiver(options as Parameters<typeof receiver>[0])).toThrow(
      expect.objectContaining({ code: 'invalid_options' }),
    );
  });

  test.each<[string, AlertAuthentication, string]>([
    ['no token', { bearer: undefined }, 'invalid_options'],
    ['an empty list of tokens', { bearer: [] }, 'invalid_options'],
    ['a token that can be guessed', { bearer: 'secret' }, 'invalid_options'],
    ['one such token among others', { bearer: [token, ''] }, 'invalid_options'],
    ['no secret', { secrets: undefined }, 'invalid_webhook_secret'],
    ['a secret of another form', { secrets: 'secret' }, 'invalid_webhook_secret'],
  ])('%s', async (_, authentication, code) => {
    const { receiver } = await createWorld();

    expect(() => receiver({ authentication })).toThrow(expect.objectContaining({ code }));
  });

  test.each([[[]], [[{}]], [[{ alertname: 'A' }, {}]]])('which alerts ask: %j', async (alerts) => {
    const { receiver } = await createWorld();

    expect(() => receiver({ alerts })).toThrow(expect.objectContaining({ code: 'invalid_options' }));
  });
});

describe('a body that is no notification', () => {
  const [alert] = firing.alerts;
  test.each<[string, number, string, string | object | Uint8Array]>([
    ['no JSON', 400, 'malformed_body', '{"version":"4"'],
    ['nothing', 400, 'malformed_body', ''],
    ['no UTF-8', 400, 'malformed_body', new Uint8Array([0x7b, 0xff, 0x7d])],
    ['no object', 400, 'malformed_body', '[]'],
    ['null', 400, 'malformed_body', 'null'],
    ['of no version', 400, 'malformed_body', { ...firing, version: undefined }],
    ['of another version', 400, 'unsupported_version', { ...firing, version: '5' }],
    ['of a version that is a number', 400, 'malformed_body', { ...firing, version: 4 }],
    ['without a group key', 400, 'malformed_body', { ...firing, groupKey: '' }],
    ['of another status', 400, 'malformed_body', { ...firing, status: 'unknown' }],
    ['without alerts', 400, 'malformed_body', { ...firing, alerts: undefined }],
    ['with labels that are no texts', 400, 'malformed_body', { ...firing, alerts: [{ ...alert, labels: { a: 1 } }] }],
    ['with a start that is none', 400, 'malformed_body', { ...firing, alerts: [{ ...alert, startsAt: 'soon' }] }],
    ['with half a character', 400, 'malformed_body', { ...firing, groupKey: 'a\ud83c' }],
    ['with less than no alerts left out', 400, 'malformed_body', { ...firing, truncatedAlerts: -1 }],
    ['larger than 1 MB', 413, 'body_too_large', new Uint8Array(maxRequestBytes + 1)],
  ])('%s', async (_, status, error, body) => {
    const world = await createWorld();

    const answer = await world.receive(request(body));

    expect(refusalsIn(world.told)).toMatchObject([{ reason: error, status, remedy: expect.any(String) }]);
    expect(answer).toEqual({
      status,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ error }),
    });
    expect(await world.pending()).toEqual([]);
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', ''])(
    'of the type "%s", which any page in a browser can send, is answered 415',
    async (type) => {
      const world = await createWorld({ options: { authentication: 'none' } });

      const answer = await world.receive(request(firing, { 'content-type': type }));

      expect(answerOf(answer)).toEqual({ status: 415, error: 'unsupported_media_type' });
    },
  );

  test.each(['GET', 'PUT', 'OPTIONS'])('%s is answered 405', async (method) => {
    const world = await createWorld();

    const answer = await world.receive({ ...request(firing), method });

    expect(answer).toMatchObject({ status: 405, headers: { allow: 'POST' } });
  });
});

test.each<[name: string, body: unknown]>([
  ['an object that express.json() made', firing],
  ['nothing', undefined],
  ['a text', JSON.stringify(firing)],
])('a body that is %s is a fault of the host: Alertmanager tries again, and the log says why', async (_, body) => {
  const world = await createWorld();

  // as: hosts without a compiler pass on what their parser made
  const answer = await world.receive({ ...request(firing), body: body as Uint8Array });

  expect(answerOf(answer)).toEqual({ status: 503, error: 'raw_body_unavailable' });
  expect(refusalsIn(world.told)).toMatchObject([{ remedy: expect.stringContaining('express.json()') }]);
});

test('too large a notification names `max_alerts`', async () => {
  const world = await createWorld();

  await world.receive(request(new Uint8Array(maxRequestBytes + 1)));

  expect(refusalsIn(world.told)).toMatchObject([{ remedy: expect.stringContaining('max_alerts') }]);
});

test('refusals of one kind are one line a minute, which says how many there were', async () => {
  const world = await createWorld();
  for (let count = 0; count < 3; count += 1) await world.receive(request('{'));
  world.clock.advance(60 * second);
  await world.receive(request('{'));

  expect(refusalsIn(world.told)).toMatchObject([{ reason: 'malformed_body' }, { heldBack: 2 }]);
});

test('an ArrayBuffer is bytes, too', async () => {
  const world = await createWorld();
  const { body, ...head } = request(firing);

  // as: a host may pass it on, whatever the types say
  const answer = await world.receive({ ...head, body: Uint8Array.from(body).buffer as unknown as Uint8Array });

  expect(answerOf(answer)).toMatchObject({ action: 'asked' });
});

describe('a body that is one', () => {
  test('may name a member twice: the last one holds', async () => {
    const world = await createWorld();
    const body = JSON.stringify(firing).replace('{', '{"version":"3",');

    expect(answerOf(await world.receive(request(body)))).toMatchObject({ action: 'asked' });
  });

  test('may have labels with the names of what objects have', async () => {
    const world = await createWorld();
    const body = JSON.stringify(firing).replaceAll('"job"', '"__proto__"').replaceAll('"severity"', '"constructor"');

    expect(answerOf(await world.receive(request(body)))).toMatchObject({ action: 'asked' });
  });

  test('may lack what is not needed, and have what is not known', async () => {
    const world = await createWorld();
    const { version, status, groupKey } = firing;
    const alerts = firing.alerts.map(({ status, labels, startsAt }) => ({ status, labels, startsAt, more: [1] }));

    expect(await world.send({ version, status, groupKey, alerts, more: {} })).toMatchObject({ action: 'asked' });
  });
});

/** A store that can be switched off. */
function breakable() {
  const store = memoryStore();
  const state = { isDown: false };
  const guarded = new Proxy<ApprovalStore>(store, {
    get(target, name: keyof ApprovalStore) {
      if (state.isDown && name !== 'close') return () => Promise.reject(new Error('disk full at /var/lib/secret'));
      const member = target[name];
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
  return { state, store: guarded };
}

describe('when the store is down', () => {
  test('a firing group is answered 503 and asks when it is sent again', async () => {
    const { state, store } = breakable();
    const world = await createWorld({ store });
    state.isDown = true;

    const during = await world.send(firing);
    state.isDown = false;

    expect(during).toEqual({ status: 503, error: 'unavailable' });
    expect(world.told.flat()).toContainEqual(
      expect.objectContaining({ code: 'alert_failed', status: 503, error: expect.any(String) }),
    );
    expect(await world.send(firing)).toMatchObject({ status: 200, action: 'asked' });
  });

  test('a resolved group is answered 503 and takes its question back when it is sent again', async () => {
    const { state, store } = breakable();
    const world = await createWorld({ store });
    const { approvalId } = await world.send(firing);
    state.isDown = true;

    const during = await world.send(resolved);
    state.isDown = false;

    expect(during).toEqual({ status: 503, error: 'unavailable' });
    expect(await world.send(resolved)).toEqual({ status: 200, action: 'withdrawn', approvalId });
  });
});

describe('when the store gives no answer at all', () => {
  test('a notification is answered 503 after half a minute, and the group is no longer held up', async () => {
    const inner = memoryStore();
    let isSilent = true;
    const silence = new Promise<never>(() => undefined);
    const world = await createWorld({ store: { ...inner, get: (id) => (isSilent ? silence : inner.get(id)) } });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());

    const first = world.send(firing);
    const second = world.send(firing);
    await vi.advanceTimersByTimeAsync(29_999);
    isSilent = false;
    await vi.advanceTimersByTimeAsync(1);

    expect(await first).toMatchObject({ status: 503, error: 'unavailable' });
    expect(await second).toMatchObject({ status: 200, action: 'asked' });
  });
});

test('a group whose key is as long as a body, with hundreds of alerts, costs no more than another', async () => {
  const world = await createWorld();
  const alerts = Array.from({ length: 600 }, (_, index) => ({
    status: 'resolved',
    labels: { alertname: 'HighCPUUsage' },
    startsAt: '2026-11-22T09:00:00Z',
    endsAt: '2026-11-22T09:50:00Z',
    fingerprint: `f${index}`,
  }));
  const before = process.memoryUsage.rss();

  const answer = await world.send({ ...resolved, groupKey: 'k'.repeat(500_000), alerts });

  expect(answer).toEqual({ status: 200, action: 'none', why: 'not_found' });
  // each name once held the whole key: 300 MB here, and a body of 1 MB stopped the process for minutes
  expect(process.memoryUsage.rss() - before).toBeLessThan(150_000_000);
});

describe('a payload that the kind does not take', () => {
  test('is answered 500 with its code, and asks once it is mended', async () => {
    const world = await createWorld();
    // what a compiler would have refused
    const wrong = world.receiver({ payload: () => ({ pizza: 7, alert: '' }) as unknown as never });

    expect(await world.send(firing, wrong)).toEqual({ status: 500, error: 'invalid_payload' });
    expect(await world.send(firing)).toMatchObject({ action: 'asked' });
  });

  test('that cannot be made is answered 503, and says nothing of what went wrong', async () => {
    const world = await createWorld();
    const broken = world.receiver({
      payload: () => {
        throw new Error(`at ${token}`);
      },
    });

    expect(await world.send(firing, broken)).toEqual({ status: 503, error: 'unavailable' });
  });

  test('is logged to the console by default', async () => {
    const world = await createWorld();
    const printed = vi.spyOn(console, 'error').mockReturnValue();
    onTestFinished(() => void printed.mockRestore());
    const quiet = world.receiver({
      payload: () => {
        throw new SlackApprovalError('invalid_argument', 'mend me');
      },
      // as it is where the option is left out
      logger: undefined as never,
    });

    await world.send(firing, quiet);

    expect(printed).toHaveBeenCalledExactlyOnceWith(
      expect.any(String),
      expect.objectContaining({ code: 'alert_failed', errorCode: 'invalid_argument', error: 'mend me' }),
    );
  });
});
