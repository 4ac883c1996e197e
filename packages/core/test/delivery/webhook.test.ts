import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { isDeepStrictEqual } from 'node:util';
import { HttpResponse, http } from 'msw';
import { Webhook } from 'standardwebhooks';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createWebhook, webhook } from '../../src/delivery/webhook.js';
import { intercept } from '../world/intercept.js';
import { aDelivery, deliverTo } from './a-delivery.js';
import { deferred } from './deferred.js';
import { closedAddress, serveHttp, serveTcp } from './local-server.js';
import { newSecret, oldSecret, publishedSecret as secret } from './secrets.js';

interface Received {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A receiver that answers with one status, and what reached it. */
async function receiver(status = 200, headers: Record<string, string> = {}) {
  const received: Received[] = [];
  const url = await serveHttp((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({
        method: request.method,
        url: request.url,
        headers: request.headers,
        body: Buffer.concat(chunks),
      });
      response.writeHead(status, headers).end();
    });
  });
  return { url, received };
}

describe('what is sent', () => {
  test('is the stored text, byte for byte, as a POST of JSON to the very address', async () => {
    const { url, received } = await receiver();
    const sink = webhook(`${url}/decisions?code=1`, { secret });
    const delivery = aDelivery(sink);

    await expect(sink.deliver(delivery)).resolves.toEqual({ type: 'delivered' });

    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({ method: 'POST', url: '/decisions?code=1', body: Buffer.from(delivery.body) });
    expect(received[0]?.headers).toMatchObject({ 'content-type': 'application/json' });
  });

  test('is verified by the package of Standard Webhooks', async () => {
    const { url, received } = await receiver();
    const sink = webhook(url, { secret: [oldSecret, newSecret] });
    const delivery = aDelivery(sink);

    await sink.deliver(delivery);

    const [{ body, headers } = { body: Buffer.of(), headers: {} }] = received;
    for (const one of [oldSecret, newSecret]) {
      const verified = new Webhook(one).verify(body.toString(), JSON.parse(JSON.stringify(headers)));
      expect(verified).toEqual(JSON.parse(delivery.body));
    }
    expect(() => new Webhook(secret).verify(body.toString(), JSON.parse(JSON.stringify(headers)))).toThrow();
  });

  test('has one id and one body at every attempt, and a time and a signature of its own', async () => {
    const { url, received } = await receiver();
    const sink = webhook(url, { secret });
    const delivery = aDelivery(sink);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 0, 1, 10) });
    onTestFinished(() => void vi.useRealTimers());

    await sink.deliver(delivery);
    vi.setSystemTime(Date.UTC(2026, 0, 1, 10, 5));
    await sink.deliver(delivery);

    const [first, second] = received;
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(second?.body).toEqual(first?.body);
    expect(first?.headers['webhook-timestamp']).toBe('1767261600');
    expect(second?.headers['webhook-timestamp']).toBe('1767261900');
    expect(second?.headers['webhook-signature']).not.toBe(first?.headers['webhook-signature']);
  });

  test('carries the caller’s headers, except where they are ours', async () => {
    const { url, received } = await receiver();
    const headers = {
      Authorization: 'Bearer key',
      'Webhook-Id': 'mine',
      'webhook-signature': 'v1,',
      'Content-Type': 'x/y',
    };

    const sink = webhook(url, { secret, headers });
    await sink.deliver(aDelivery(sink));

    expect(received[0]?.headers).toMatchObject({
      authorization: 'Bearer key',
      'content-type': 'application/json',
      'webhook-id': aDelivery(sink).context.deliveryId,
      'webhook-signature': expect.stringMatching(/^v1,[^ ]{44}$/),
    });
  });
});

describe('a status', () => {
  const address = 'https://receiver.example';
  const answer = (status: number, headers: Record<string, string> = {}) => new HttpResponse(null, { status, headers });
  const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
  // fetch itself refuses 407, a proxy's word: that is a failure of the network
  const statuses = range(200, 599).filter((status) => status !== 407);
  const slowDown = [408, 425, 429];

  test.each([
    ['delivered', { type: 'delivered' }, range(200, 299)],
    ['refused for good', { type: 'rejected' }, [410]],
    ['to be tried a few times', { type: 'retry', afterMs: null, shortens: true }, clientErrors()],
    ['to be tried for days', { type: 'retry', afterMs: null }, [...range(300, 399), ...slowDown, ...range(500, 599)]],
  ])('says that a decision is %s', async (_name, expected, among) => {
    intercept(http.post(`${address}/:status`, ({ params }) => answer(Number(params.status))));

    const found: number[] = [];
    for (const status of statuses) {
      const { reason = `status ${status}`, ...rest }: Partial<Record<string, unknown>> = await deliverTo(
        webhook(`${address}/${status}`, { secret }),
      );
      if (reason === `status ${status}` && isDeepStrictEqual(rest, expected)) found.push(status);
    }

    expect(found).toEqual(among.toSorted());
  });

  function clientErrors(): number[] {
    return range(400, 499).filter((status) => ![407, 410, ...slowDown].includes(status));
  }

  test('that switches protocols is a failure', async () => {
    const url = await serveTcp((socket) => socket.end('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\n'));

    await expect(deliverTo(webhook(url, { secret }))).resolves.toMatchObject({ type: 'retry' });
  });

  test.each([301, 302, 303, 307, 308])('%i is a failure and is not followed', async (status) => {
    const elsewhere = await receiver();
    const { url, received } = await receiver(status, { location: elsewhere.url });

    const outcome = await deliverTo(webhook(url, { secret }));

    expect(outcome).toEqual({ type: 'retry', afterMs: null, reason: `status ${status}` });
    expect([received.length, elsewhere.received.length]).toEqual([1, 0]);
  });

  test.each([
    [429, '120', 120_000],
    [503, '0', 0],
    [503, '1000000', 24 * 60 * 60 * 1000],
    [503, 'nonsense', null],
    [404, '60', 60_000],
    [302, '60', 60_000],
  ])('%i with `retry-after: %s` says when', async (status, header, afterMs) => {
    intercept(http.post(address, () => answer(status, { 'retry-after': header })));

    await expect(deliverTo(webhook(address, { secret }))).resolves.toMatchObject({ type: 'retry', afterMs });
  });

  test('with a date in `retry-after` says when', async () => {
    const date = new Date(Date.now() + 60_000).toUTCString();
    intercept(http.post(address, () => answer(503, { 'retry-after': date })));

    const outcome = await deliverTo(webhook(address, { secret }));

    const afterMs = 'afterMs' in outcome ? outcome.afterMs : null;
    expect(afterMs).toBeGreaterThan(50_000);
    expect(afterMs).toBeLessThanOrEqual(60_000);
  });
});

describe('a receiver that does not answer', () => {
  test('in time is a failure', async () => {
    const url = await serveHttp(() => undefined);

    const outcome = await deliverTo(createWebhook(url, { secret }, 40));

    expect(outcome).toEqual({ type: 'retry', afterMs: null, reason: 'timeout' });
  });

  test('in time, though it never stops sending, is a failure', async () => {
    const url = await serveTcp((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      const drip = setInterval(() => socket.write('x-slow: 1\r\n'), 5);
      socket.on('close', () => clearInterval(drip));
    });

    const outcome = await deliverTo(createWebhook(url, { secret }, 60));

    expect(outcome).toEqual({ type: 'retry', afterMs: null, reason: 'timeout' });
  });

  test('but drops the connection is a failure', async () => {
    const url = await serveTcp((socket) => socket.once('data', () => socket.destroy()));

    await expect(deliverTo(webhook(url, { secret }))).resolves.toEqual({
      type: 'retry',
      afterMs: null,
      reason: expect.stringMatching(/^network/),
    });
  });

  test('because nobody listens is a failure', async () => {
    const outcome = await deliverTo(webhook(await closedAddress(), { secret }));

    expect(outcome).toEqual({ type: 'retry', afterMs: null, reason: 'network ECONNREFUSED' });
  });

  test('in HTTP is a failure', async () => {
    const url = await serveTcp((socket) => socket.end('220 mail.example ESMTP\r\n'));

    await expect(deliverTo(webhook(url, { secret }))).resolves.toMatchObject({ type: 'retry' });
  });

  test('by TLS where TLS is asked for is a failure', async () => {
    const { url, received } = await receiver();

    const outcome = await deliverTo(webhook(url.replace('http:', 'https:'), { secret }));

    expect(outcome).toMatchObject({ type: 'retry', reason: expect.stringMatching(/^network/) });
    expect(received).toHaveLength(0);
  });
});

describe('an answer without end', () => {
  test('is delivered by its status, and is not read', async () => {
    const closed = deferred<number>();
    const url = await serveHttp((_request, response) => {
      const chunk = Buffer.alloc(65_536);
      const send = () => {
        while (response.write(chunk));
      };
      response.writeHead(200, { 'content-length': String(1024 ** 3) }).on('drain', send);
      response.on('close', () => closed.resolve(response.socket?.bytesWritten ?? 0));
      send();
    });

    await expect(deliverTo(webhook(url, { secret }))).resolves.toEqual({ type: 'delivered' });

    expect(await closed.promise).toBeLessThan(16 * 1024 ** 2);
  });

  test('that trickles in is not waited for', async () => {
    const closed = deferred();
    const url = await serveHttp((_request, response) => {
      const drip = setInterval(() => response.write('.'), 5);
      response.writeHead(500).write('.');
      response.on('close', () => {
        clearInterval(drip);
        closed.resolve();
      });
    });

    await expect(deliverTo(webhook(url, { secret }))).resolves.toMatchObject({ reason: 'status 500' });

    await closed.promise;
  });
});

describe('the caller’s signal', () => {
  test('ends an attempt that is under way', async () => {
    const arrived = deferred();
    const url = await serveHttp(() => arrived.resolve());
    const { signal, abort } = controller();
    const sink = webhook(url, { secret });

    const outcome = sink.deliver(aDelivery(sink, signal));
    await arrived.promise;
    abort();

    await expect(outcome).resolves.toEqual({ type: 'retry', afterMs: null, reason: 'aborted' });
  });

  test('keeps an attempt from beginning', async () => {
    const { url, received } = await receiver();
    const { signal, abort } = controller();
    const sink = webhook(url, { secret });
    abort();

    await expect(sink.deliver(aDelivery(sink, signal))).resolves.toMatchObject({ reason: 'aborted' });

    expect(received).toHaveLength(0);
  });

  function controller() {
    const made = new AbortController();
    return { signal: made.signal, abort: () => made.abort() };
  }
});

test('no reason repeats what was sent or received', async () => {
  const digest = (text: string) => createHash('sha256').update(text).digest('hex');
  const canary = digest('canary');
  const url = await serveHttp((request, response) => {
    response.writeHead(Number(request.url?.slice(1, 4)), { location: `/${canary}` }).end(canary);
  });
  const outcomes = [
    await deliverTo(webhook(`${url}/500?${canary}`, { secret })),
    await deliverTo(webhook(`${url}/410?${canary}`, { secret })),
    await deliverTo(webhook(`${url}/302?${canary}`, { secret })),
    await deliverTo(webhook(`https://${canary.slice(0, 40)}.invalid/?${canary}`, { secret })),
  ];

  expect(JSON.stringify(outcomes)).not.toContain(canary.slice(0, 40));
});
