import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import {
  type BodyFault,
  maxRequestBytes,
  type RawRequest,
  type Receiver,
  receiveStream,
  type StreamedRequest,
} from '@k8s-pizza/slack-approval/host';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { serveHttp } from '../delivery/local-server.js';
import { openPost, skippedTimers } from './opened.js';

/** A receiver that keeps what it is given. */
function aReceiver(hooks: Pick<Receiver, 'refuseHead' | 'refuseBody'> = {}) {
  const received: RawRequest[] = [];
  const receive = async (request: RawRequest) => {
    received.push(request);
    return { status: 200, headers: { 'x-length': String(request.body.byteLength) }, body: 'taken' };
  };
  return { receive: Object.assign(receive, hooks), received };
}

/** A plain host, which does nothing but what the guide says. */
async function aHost(hooks: Pick<Receiver, 'refuseHead' | 'refuseBody'> = {}) {
  const { receive, received } = aReceiver(hooks);
  const requests: IncomingMessage[] = [];
  const url = await serveHttp(async (request, response) => {
    requests.push(request);
    const header = (name: string) => request.headers[name.toLowerCase()]?.toString();
    const answer = await receiveStream(receive, { method: request.method ?? '', header, body: request });
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  return { url, received, requests };
}

const refusesAll = { refuseHead: () => ({ status: 401, headers: {}, body: '' }) };

describe('a request that is refused by its head', () => {
  test('is answered while its body is still to come, and its connection is cut when that does not end', async () => {
    const { url, received } = await aHost(refusesAll);
    const { until, skip } = skippedTimers();
    const { socket, status, isClosed } = openPost(url, { 'content-length': 500_000 });

    await until(() => status() !== null);
    socket.write('x'.repeat(400_000));
    await skip(1_999);
    const isClosedEarlier = isClosed();
    await skip(1);
    await until(isClosed);

    expect([status(), isClosedEarlier]).toEqual([401, false]);
    expect(received).toEqual([]);
  });

  test('does not keep the process running while the rest of its body is dropped', () => {
    const { receive } = aReceiver(refusesAll);
    const body = new Readable({ read: () => undefined });
    onTestFinished(() => void body.destroy());
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const timersBefore = timers();

    void receiveStream(receive, { method: 'POST', header: () => null, body });

    expect(timers()).toBe(timersBefore);
  });

  test('keeps its connection where its body ends in time', async () => {
    const { url, requests } = await aHost(refusesAll);
    const { until, skip } = skippedTimers();
    const { socket, status, answer, isClosed } = openPost(url, { 'content-length': 500_000 });

    await until(() => status() !== null);
    socket.write('x'.repeat(500_000));
    await until(() => requests[0]?.complete === true);
    await skip(10_000);
    socket.write('POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 0\r\n\r\n');
    await until(() => answer().split('HTTP/1.1 401').length === 3);
    // the second body is dropped as well, until its end
    await until(() => vi.getTimerCount() === 0);

    expect(isClosed()).toBe(false);
  });
});

test.each([
  ['of a stream', () => Readable.from([Buffer.from('body')])],
  ['of a parser', () => Buffer.from('body')],
  ['that is missing', () => null],
])('the URL and the signal of a request reach the receiver with a body %s', async (_, bodyOf) => {
  const refuseHead = vi.fn<NonNullable<Receiver['refuseHead']>>(() => null);
  const { receive, received } = aReceiver({ refuseHead });
  const { signal } = new AbortController();
  const head = { method: 'GET', url: '/approvals/a1?wait=30s', header: () => null, signal };

  await receiveStream(receive, { ...head, body: bodyOf() });

  expect(received).toMatchObject([{ url: head.url, signal }]);
  for (const [seen] of refuseHead.mock.calls) expect(seen).toEqual(head);
});

describe('a body', () => {
  test('in two parts arrives whole, and leaves no timer behind', async () => {
    const { url, received } = await aHost();
    const { until } = skippedTimers();
    const { socket, status } = openPost(url, { 'transfer-encoding': 'chunked' });

    socket.write('3\r\nabc\r\n');
    await until(() => vi.getTimerCount() === 1);
    socket.write('2\r\nde\r\n0\r\n\r\n');
    await until(() => status() !== null);

    expect(status()).toBe(200);
    expect(received.map(({ body }) => Buffer.from(body).toString())).toEqual(['abcde']);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('that does not end is answered 408 after five seconds, however it trickles, and its connection is cut', async () => {
    const { url, received } = await aHost();
    const { until, skip } = skippedTimers();
    const { socket, status, isClosed } = openPost(url, { 'content-length': 1_000 });
    socket.write('a');
    await until(() => vi.getTimerCount() === 1);

    for (let second = 0; second < 4; second += 1) {
      socket.write('b');
      await skip(1_000);
    }
    await skip(999);
    const before = status();
    await skip(1);
    await until(() => status() !== null);
    await skip(2_000);
    await until(isClosed);

    expect([before, status()]).toEqual([null, 408]);
    expect(received).toEqual([]);
  });

  test('that announces one byte too many is answered before any byte', async () => {
    const { url, received } = await aHost();
    const { until } = skippedTimers();
    const { status } = openPost(url, { 'content-length': maxRequestBytes + 1 });

    await until(() => status() !== null);

    expect(status()).toBe(413);
    expect(received).toEqual([]);
  });

  test('that announces nothing is answered with its first byte too many, and what still comes is dropped', async () => {
    const { url, received, requests } = await aHost();
    const { until, skip } = skippedTimers();
    const { socket, status, isClosed } = openPost(url, { 'transfer-encoding': 'chunked' });
    const chunk = (length: number) => `${length.toString(16)}\r\n${'x'.repeat(length)}\r\n`;

    socket.write(chunk(maxRequestBytes));
    await until(() => vi.getTimerCount() === 1);
    await skip(1);
    const before = status();
    socket.write(chunk(1));
    await until(() => status() !== null);
    socket.write(chunk(maxRequestBytes));
    await until(() => socket.bytesWritten > 2 * maxRequestBytes && requests[0]?.readableLength === 0);
    await skip(2_000);
    await until(isClosed);

    expect([before, status()]).toEqual([null, 413]);
    expect(received).toEqual([]);
  });

  test.each(['gzip', 'BR', 'identity, gzip'])(
    'in the encoding %s is answered 415 before any byte',
    async (encoding) => {
      const { url, received } = await aHost();
      const { until } = skippedTimers();
      const { status } = openPost(url, { 'content-length': 10, 'content-encoding': encoding });

      await until(() => status() !== null);

      expect(status()).toBe(415);
      expect(received).toEqual([]);
    },
  );

  test('whose sender hangs up is forgotten', async () => {
    const { url, received, requests } = await aHost();
    const { until } = skippedTimers();
    const { socket } = openPost(url, { 'content-length': 10 });
    socket.write('abc');
    await until(() => vi.getTimerCount() === 1);

    socket.destroy();
    await until(() => requests[0]?.destroyed === true && vi.getTimerCount() === 0);

    expect(received).toEqual([]);
  });

  test.each<[BodyFault, StreamedRequest['body'], Readonly<Record<string, string>>]>([
    ['body_too_large', null, { 'content-length': String(maxRequestBytes + 1) }],
    ['body_too_large', new Uint8Array(maxRequestBytes + 1), {}],
    ['unsupported_media_type', new Uint8Array(1), { 'content-encoding': 'gzip' }],
  ])('with the fault %s is answered by its receiver where that has an answer', async (fault, body, headers) => {
    const refuseBody = (told: BodyFault) => ({ status: 500, headers: {}, body: told });
    const { receive, received } = aReceiver({ refuseBody });

    const answer = await receiveStream(receive, { method: 'POST', header: (name) => headers[name], body });

    expect(answer).toEqual({ status: 500, headers: {}, body: fault });
    expect(received).toEqual([]);
  });

  test.each<[string, StreamedRequest['body'], string]>([
    ['bytes that a parser kept', new Uint8Array(maxRequestBytes), String(maxRequestBytes)],
    ['nothing at all', null, '0'],
  ])('that needs no reading is handed on: %s', async (_, body, length) => {
    const { receive } = aReceiver();

    const answer = await receiveStream(receive, { method: 'POST', header: () => undefined, body });

    expect(answer).toEqual({ status: 200, headers: { 'x-length': length }, body: 'taken' });
  });
});

describe('a body that something has read before is not guessed at', () => {
  const taken = async (body: StreamedRequest['body']) =>
    await receiveStream(aReceiver(refusesAll).receive, { method: 'POST', header: () => undefined, body });

  test.each<[string, (body: Readable) => unknown]>([
    ['to its end', (body) => body.toArray()],
    [
      'in part',
      (body) =>
        once(
          body.on('data', () => body.pause()),
          'pause',
        ),
    ],
    ['as text', async (body) => body.setEncoding('utf8')],
  ])('a stream of Node’s, read %s', async (_, read) => {
    const body = Readable.from([Buffer.from('a'), Buffer.from('b')], { objectMode: false });
    await read(body);

    await expect(taken(body)).rejects.toMatchObject({ code: 'raw_body_unavailable' });
  });

  test('a web-standard stream that has a reader', async () => {
    const body = new ReadableStream<Uint8Array>();
    body.getReader();

    await expect(taken(body)).rejects.toMatchObject({ code: 'raw_body_unavailable' });
  });
});

describe('a web-standard body', () => {
  /** A body that a test brings bit by bit, and what became of it. */
  function aStream() {
    const cancelled: unknown[] = [];
    const holder: { controller?: ReadableStreamDefaultController<Uint8Array> } = {};
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        holder.controller = controller;
      },
      cancel: () => void cancelled.push('cancelled'),
    });
    return { body, cancelled, bring: (text: string) => holder.controller?.enqueue(Buffer.from(text)), holder };
  }

  const posted = (body: StreamedRequest['body']): StreamedRequest => ({ method: 'POST', header: () => null, body });

  test('arrives whole', async () => {
    const { receive, received } = aReceiver();
    const { body, bring, holder } = aStream();

    const answering = receiveStream(receive, posted(body));
    bring('ab');
    bring('c');
    holder.controller?.close();

    expect(await answering).toMatchObject({ status: 200 });
    expect(received.map((request) => Buffer.from(request.body).toString())).toEqual(['abc']);
  });

  test('that does not end is answered 408 after five seconds, and given back to its host after two more', async () => {
    const { receive, received } = aReceiver();
    const { body, bring, cancelled } = aStream();
    onTestFinished(() => void vi.useRealTimers());
    vi.useFakeTimers();
    const answers: number[] = [];

    const answering = receiveStream(receive, posted(body)).then(({ status }) => answers.push(status));
    bring('a');
    await vi.advanceTimersByTimeAsync(4_999);
    const before = [...answers];
    await vi.advanceTimersByTimeAsync(1);
    await answering;
    await vi.advanceTimersByTimeAsync(1_999);
    const cancelledBefore = [...cancelled];
    await vi.advanceTimersByTimeAsync(1);

    expect([before, answers, cancelledBefore, cancelled]).toEqual([[], [408], [], ['cancelled']]);
    expect(received).toEqual([]);
  });

  test('that breaks off is forgotten', async () => {
    const { receive, received } = aReceiver();
    const { body, bring, holder } = aStream();

    const answering = receiveStream(receive, posted(body));
    bring('a');
    holder.controller?.error(new Error('reset'));

    expect(await answering).toEqual({ status: 400, headers: {}, body: '' });
    expect(received).toEqual([]);
  });

  test('without end is dropped chunk by chunk, between other work, and then given back', async () => {
    const { receive } = aReceiver(refusesAll);
    let pulled = 0;
    const cancelled: unknown[] = [];
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(1_024));
      },
      cancel: () => void cancelled.push('cancelled'),
    });
    onTestFinished(() => void vi.useRealTimers());
    vi.useFakeTimers();

    const { status } = await receiveStream(receive, posted(body));
    await vi.advanceTimersByTimeAsync(2_000);
    const pulledAtEnd = pulled;
    await vi.advanceTimersByTimeAsync(60_000);

    expect([status, cancelled]).toEqual([401, ['cancelled']]);
    expect(pulled - pulledAtEnd).toBeLessThan(3);
  });
});
