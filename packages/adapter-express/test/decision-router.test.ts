import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { type ClientRequest, request } from 'node:http';
import { type ReceiveDecisionOptions, receiveDecision } from '@k8s-pizza/slack-approval';
import { decisionRouter } from '@k8s-pizza/slack-approval-express';
import express, { type Express, type RequestHandler } from 'express';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { listen } from './start-express.js';

const key = Buffer.alloc(32, 'a key of both ends');
const secrets = `whsec_${key.toString('base64')}`;
const data = {
  approvalId: 'a1',
  kind: 'deploy',
  outcome: 'approved',
  revision: 1,
  digest: 'sha256:0',
  payload: 'käse',
};
const body = JSON.stringify({ type: 'approval.approved', timestamp: '2026-01-01T10:00:00Z', data });

/** The headers of one delivery, as Standard Webhooks has them. */
function signed({ id = 'delivery.1', text = body, at = Date.now() } = {}): Record<string, string> {
  const timestamp = String(Math.floor(at / 1000));
  const mac = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(text).digest('base64');
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${mac}`,
  };
}

/** A receiver, what its handler was given, and what it logged. */
function aReceiver(options: Partial<ReceiveDecisionOptions> = {}) {
  const handled: unknown[] = [];
  const lines: unknown[] = [];
  const ids = new Set<string>();
  const line = (...parts: unknown[]) => void lines.push(parts[1]);
  const receiver = receiveDecision({
    secrets,
    handler: async ({ payload }, { deliveryId }) => void handled.push([deliveryId, payload]),
    seen: { has: async (id) => ids.has(id), add: async (id) => void ids.add(id) },
    logger: { debug: line, info: line, warn: line, error: line },
    ...options,
  });
  return { receiver, handled, lines };
}

async function started(app: Express): Promise<string> {
  const { url, close } = await listen(app, '/decisions');
  onTestFinished(close);
  return url;
}

const mounted = (receiver: Parameters<typeof decisionRouter>[0]) =>
  started(express().use('/decisions', decisionRouter(receiver)));

const post = (url: string, headers: Record<string, string>, text = body) =>
  fetch(url, { method: 'POST', headers, body: text });

describe('a decision', () => {
  test('reaches the handler once under one id, however often and at once it comes', async () => {
    const { receiver, handled } = aReceiver();
    const url = await mounted(receiver);

    const atOnce = await Promise.all([post(url, signed()), post(url, signed()), post(url, signed())]);
    const again = await post(url, signed());

    expect([...atOnce, again].map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(handled).toEqual([['delivery.1', 'käse']]);
  });

  test('whose handler throws is answered 500 without a word of why, and is handled when it comes again', async () => {
    const handler = vi.fn().mockRejectedValueOnce(new Error('canary')).mockResolvedValueOnce(undefined);
    const url = await mounted(aReceiver({ handler }).receiver);

    const failed = await post(url, signed());
    const answer = [failed.status, await failed.text(), (await post(url, signed())).status];

    expect(answer).toEqual([500, '', 200]);
  });

  test.each([
    ['that was changed on its way', signed(), `${body} `, 401],
    ['that is sent again a day later', signed({ at: Date.now() - 86_400_000 }), body, 401],
    ['that nobody signed', {}, body, 401],
    ['that holds no decision', signed({ text: '{}' }), '{}', 400],
    ['of more than 1 MB', signed(), 'x'.repeat(1_048_577), 413],
    ['that is compressed', { ...signed(), 'content-encoding': 'gzip' }, body, 415],
  ])('%s is refused', async (_, headers, text, status) => {
    const { receiver, handled } = aReceiver();
    const url = await mounted(receiver);

    expect((await post(url, headers, text)).status).toBe(status);

    expect(handled).toEqual([]);
  });

  test('that is fetched is answered 405, with the method that is allowed', async () => {
    const url = await mounted(aReceiver().receiver);

    const answer = await fetch(url);

    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
  });
});

describe('a body that does not come', () => {
  async function opened(url: string, headers: Record<string, string>): Promise<ClientRequest> {
    const sending = request(url, { method: 'POST', headers: { ...headers, 'content-length': 500 } });
    onTestFinished(() => void sending.on('error', () => undefined).destroy());
    sending.flushHeaders();
    return sending;
  }

  test('is not waited for where the signature is missing', async () => {
    const sending = await opened(await mounted(aReceiver().receiver), {});

    const [answer] = await once(sending, 'response');

    expect(answer.statusCode).toBe(401);
  });

  test('is answered 408 after 5 s', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const arrived = vi.fn<RequestHandler>((_req, _res, next) => next());
    const app = express().use(arrived, decisionRouter(aReceiver().receiver));
    const sending = await opened((await started(app)).replace('decisions', ''), signed());
    while (arrived.mock.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));

    vi.advanceTimersByTime(5_000);
    const [answer] = await once(sending, 'response');

    expect(answer.statusCode).toBe(408);
  });
});

describe('where a parser stands in front', () => {
  const keeping: readonly (readonly [name: string, parser: RequestHandler])[] = [
    ['express.raw', express.raw({ type: '*/*' })],
    [
      'express.json that keeps the bytes',
      express.json({ verify: (req, _res, bytes) => void Object.assign(req, { rawBody: bytes }) }),
    ],
    ['express.urlencoded that leaves JSON alone', express.urlencoded()],
  ];

  test.each(keeping)('%s: the decision is taken', async (_, parser) => {
    const { receiver, handled } = aReceiver();
    const url = await started(express().use(parser).use('/decisions', decisionRouter(receiver)));

    expect((await post(url, signed())).status).toBe(200);

    expect(handled).toHaveLength(1);
  });

  const eating: readonly (readonly [name: string, parser: RequestHandler])[] = [
    ['express.json', express.json()],
    ['express.text', express.text({ type: '*/*' })],
    [
      'one that keeps null',
      (req, _res, next) => void req.resume().on('end', () => next(Object.assign(req, { body: null }) && undefined)),
    ],
  ];

  test.each(eating)('%s: the sender tries again, and the log says why', async (_, parser) => {
    const { receiver, handled, lines } = aReceiver();
    const url = await started(express().use(parser).use('/decisions', decisionRouter(receiver)));

    expect((await post(url, signed())).status).toBe(503);

    expect(handled).toEqual([]);
    expect(lines).toMatchObject([{ code: 'decision_refused', reason: 'raw_body_unavailable' }]);
  });
});

describe('the paths of an app', () => {
  const own: RequestHandler = (_req, res) => void res.status(418).end();
  const byUse = (app: Express, router: RequestHandler) => app.use('/decisions', router);
  const atRoot = (app: Express, router: RequestHandler) => app.use(router);
  const byPost = (app: Express, router: RequestHandler) => app.post('/hooks/decided', router);
  const byRouter = (app: Express, router: RequestHandler) => app.use('/api', express.Router().post('/decided', router));

  test.each<[string, string, string, number, (app: Express, router: RequestHandler) => unknown]>([
    ['use, under a path', 'POST', '/decisions', 200, byUse],
    ['use, under a path', 'POST', '/decisions/', 200, byUse],
    ['use, under a path', 'POST', '/decisions?code=1', 200, byUse],
    ['use, under a path', 'POST', '/decisions/more', 418, byUse],
    ['use, without one', 'POST', '/', 200, atRoot],
    ['use, without one', 'GET', '/', 418, atRoot],
    ['use, without one', 'POST', '/decisions', 418, atRoot],
    ['post', 'POST', '/hooks/decided', 200, byPost],
    ['post', 'GET', '/hooks/decided', 418, byPost],
    ['post of a Router', 'POST', '/api/decided', 200, byRouter],
  ])('mounted by %s: %s %s is answered %i', async (_, method, path, status, mount) => {
    const app = express();
    mount(app, decisionRouter(aReceiver().receiver));
    const url = await started(app.use(own));

    const answer = await fetch(new URL(path, url), { method, headers: signed(), ...(method === 'POST' && { body }) });

    expect(answer.status).toBe(status);
  });
});

test.each([undefined, null, {}])('%j is refused when the app is made', (value) => {
  // as: what a caller without a compiler may pass
  expect(() => decisionRouter(value as never)).toThrow(expect.objectContaining({ code: 'invalid_options' }));
});
