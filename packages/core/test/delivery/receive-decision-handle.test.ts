import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { aReceiver, aRequest, decision, event, inMemory, now } from './a-receiver.js';
import { deferred } from './deferred.js';

/** The same delivery as a web-standard request, changed as a test wants it. */
function aWebRequest(
  requested: Parameters<typeof aRequest>[0] = {},
  change: RequestInit & { readonly duplex?: 'half' } = {},
): Request {
  const { method, header, body } = aRequest(requested);
  const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature'];
  const headers = names.map((name): [string, string] => [name, header(name) ?? '']);
  return new Request('http://localhost/decisions', { method, headers, body: Uint8Array.from(body), ...change });
}

/** A body that goes on for as long as somebody reads. */
function endless(chunk: Uint8Array | null): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      if (chunk === null) await new Promise(() => undefined);
      else controller.enqueue(chunk);
    },
  });
}

async function answerOf(answering: Promise<Response>) {
  const answer = await answering;
  return { status: answer.status, body: await answer.text() };
}

describe('a web-standard request', () => {
  test('with a delivery reaches the handler, and is answered 200', async () => {
    const { receive, handled } = aReceiver();

    expect(await answerOf(receive.handle(aWebRequest()))).toEqual({ status: 200, body: '' });

    expect(handled).toEqual([[decision, { deliveryId: 'delivery.1' }]]);
  });

  test('is handled where `handle` was taken off its receiver, as a route that is exported', async () => {
    const { receive, handled } = aReceiver();
    const { handle: POST } = receive;

    await POST(aWebRequest());

    expect(handled).toHaveLength(1);
  });

  test('that repeats a delivery, at once or later, runs the handler once under one id', async () => {
    const work = deferred();
    const handler = vi.fn(() => work.promise);
    const { receive } = aReceiver({ handler, seen: inMemory() });

    const atOnce = Promise.all([receive.handle(aWebRequest()), receive.handle(aWebRequest())]);
    work.resolve();
    const answers = [...(await atOnce), await receive.handle(aWebRequest())];

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(handler).toHaveBeenCalledExactlyOnceWith(decision, { deliveryId: 'delivery.1' });
  });

  test('whose handler throws is answered 500, without a word of why', async () => {
    const { receive } = aReceiver({ handler: () => Promise.reject(new Error('canary')) });

    expect(await answerOf(receive.handle(aWebRequest()))).toEqual({ status: 500, body: '' });
  });

  const old = String(now / 1000 - 301);
  const large = new Uint8Array(1_048_577);

  test.each<[string, Request, number]>([
    ['of another method', new Request('http://localhost/decisions'), 405],
    ['with another body', aWebRequest({}, { body: `${JSON.stringify(event)} ` }), 401],
    ['with a signature of last week', aWebRequest({ timestamp: old }), 401],
    ['without headers', aWebRequest({}, { headers: {} }), 401],
    ['with another event', aWebRequest({ body: '{}' }), 400],
    ['of more than 1 MB', aWebRequest({ body: large }), 413],
    ['that never stops sending', aWebRequest({}, { body: endless(large), duplex: 'half' }), 413],
  ])('%s is refused', async (_, request, status) => {
    const { receive, handled } = aReceiver();

    expect(await answerOf(receive.handle(request))).toEqual({ status, body: '' });

    expect(handled).toEqual([]);
  });

  test('whose body does not come within 5 s is answered 408', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const { receive, lines } = aReceiver();
    // the reader is loaded now, so that its timer is set once `handle` is called
    await receive.handle(aWebRequest());

    const answering = receive.handle(aWebRequest({}, { body: endless(null), duplex: 'half' }));
    await vi.advanceTimersByTimeAsync(5_000);

    expect(await answerOf(answering)).toEqual({ status: 408, body: '' });
    expect(lines()).toMatchObject([{ code: 'decision_refused', reason: 'body_too_slow' }]);
  });

  test('without a signature is answered before its body is read', async () => {
    const { receive } = aReceiver();

    const answer = receive.handle(aWebRequest({}, { headers: {}, body: endless(null), duplex: 'half' }));

    expect(await answerOf(answer)).toEqual({ status: 401, body: '' });
  });

  test.each([
    ['has been read', async (request: Request) => void (await request.text())],
    ['is being read', async ({ body }: Request) => void body?.getReader()],
  ])('whose body %s is a fault of the host: the sender tries again, and the log says why', async (_, read) => {
    const { receive, handled, lines } = aReceiver();
    const request = aWebRequest();
    await read(request);

    expect(await answerOf(receive.handle(request))).toEqual({ status: 503, body: '' });

    expect(handled).toEqual([]);
    expect(lines()).toMatchObject([{ level: 'error', reason: 'raw_body_unavailable', remedy: expect.any(String) }]);
  });
});
