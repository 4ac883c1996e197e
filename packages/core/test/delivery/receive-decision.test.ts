import { runInNewContext } from 'node:vm';
import { describe, expect, test, vi } from 'vitest';
import { receiveDecision } from '../../src/delivery/receive-decision.js';
import { SlackApprovalError } from '../../src/errors.js';
import type { RawRequest } from '../../src/ports/raw-http.js';
import { aReceiver, aRequest, decision, event, inMemory, now } from './a-receiver.js';
import { deferred } from './deferred.js';
import { newSecret } from './secrets.js';

/** The bytes as a `vm` has them, which is how Jest runs tests. */
function inAnotherRealm(bytes: Uint8Array): unknown {
  return runInNewContext('Uint8Array.from(bytes).buffer', { bytes: [...bytes] });
}

describe('a delivery', () => {
  test('reaches the handler with its decision and id, and is answered 200', async () => {
    const { receive, handled } = aReceiver();

    await expect(receive(aRequest())).resolves.toEqual({ status: 200, headers: {}, body: '' });

    expect(handled).toEqual([[decision, { deliveryId: 'delivery.1' }]]);
  });

  test.each([
    ['says that nobody could see the card', { ...event.data, shown: false }, false],
    ['was rendered by a release that did not say it', { ...event.data, shown: undefined }, true],
  ])('that %s reaches the handler as such', async (_, data, shown) => {
    const { receive, handled } = aReceiver();

    await receive(aRequest({ body: JSON.stringify({ ...event, data }) }));

    expect(handled).toMatchObject([[{ ...decision, shown }, {}]]);
  });

  test('that an earlier release rendered, with what was seen beside the rest, reaches the handler in the form of today', async () => {
    const { receive, handled } = aReceiver();
    const { seen, ...rest } = event.data;

    await receive(aRequest({ body: JSON.stringify({ ...event, data: { ...rest, ...seen } }) }));

    expect(handled).toEqual([[decision, { deliveryId: 'delivery.1' }]]);
  });

  test('that a release without votes and requester rendered has none, and a requester that is not known', async () => {
    const { receive, handled } = aReceiver();
    const { votes: _, requester: __, ...data } = event.data;

    await receive(aRequest({ body: JSON.stringify({ ...event, data }) }));

    expect(handled).toMatchObject([[{ ...decision, votes: [], requester: '(unknown)' }, {}]]);
  });

  test('is remembered once it was handled, and not handled again', async () => {
    const seen = inMemory();
    const { receive, handled } = aReceiver({ seen });

    const answers = [await receive(aRequest()), await receive(aRequest())];

    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(handled).toHaveLength(1);
    expect([...seen.ids]).toEqual(['delivery.1']);
  });

  test('is handled every time where nothing remembers it', async () => {
    const { receive, handled } = aReceiver();

    await receive(aRequest());
    await receive(aRequest());

    expect(handled).toHaveLength(2);
  });

  test('that arrives again while it is handled waits for the first, and has its answer', async () => {
    const work = deferred();
    const handler = vi.fn(() => work.promise);
    const { receive } = aReceiver({ handler, seen: inMemory() });

    const answers = Promise.all([receive(aRequest()), receive(aRequest()), receive(aRequest())]);
    work.resolve();

    expect((await answers).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(handler).toHaveBeenCalledTimes(1);
  });

  test('does not wait for others', async () => {
    const work = deferred();
    const handler = vi.fn((_decision: unknown, { deliveryId }: { readonly deliveryId: string }) =>
      deliveryId === 'delivery.1' ? work.promise : Promise.resolve(),
    );
    const { receive } = aReceiver({ handler });

    const first = receive(aRequest());
    await expect(receive(aRequest({ id: 'delivery.2' }))).resolves.toMatchObject({ status: 200 });
    work.resolve();

    await expect(first).resolves.toMatchObject({ status: 200 });
  });
});

describe('a handler that throws', () => {
  const cause = new Error('no route to the cluster at 10.1.2.3');

  test('asks for the delivery again, and says nothing to the sender', async () => {
    const seen = inMemory();
    const { receive, lines } = aReceiver({ seen, handler: () => Promise.reject(cause) });

    await expect(receive(aRequest())).resolves.toEqual({ status: 500, headers: {}, body: '' });

    expect(lines()).toMatchObject([
      { level: 'error', code: 'decision_failed', deliveryId: 'delivery.1', error: cause.message, stack: cause.stack },
    ]);
    expect(seen.ids.size).toBe(0);
  });

  test('at once asks for it again, too', async () => {
    const { receive } = aReceiver({
      handler: () => {
        throw cause;
      },
    });

    await expect(receive(aRequest())).resolves.toMatchObject({ status: 500 });
  });

  test('succeeds the next time', async () => {
    const seen = inMemory();
    const handler = vi.fn().mockRejectedValueOnce(cause).mockResolvedValueOnce(undefined);
    const { receive } = aReceiver({ seen, handler });

    const statuses = [await receive(aRequest()), await receive(aRequest()), await receive(aRequest())];

    expect(statuses.map(({ status }) => status)).toEqual([500, 200, 200]);
    expect(handler).toHaveBeenCalledTimes(2);
  });

  test('`delivery_rejected` refuses it for good, but lets an operator send it again', async () => {
    const refusal = new SlackApprovalError('delivery_rejected', 'There is no such pizza.');
    const handler = vi.fn().mockRejectedValueOnce(refusal).mockResolvedValueOnce(undefined);
    const { receive } = aReceiver({ seen: inMemory(), handler });

    expect(await receive(aRequest())).toEqual({ status: 410, headers: {}, body: '' });
    expect(await receive(aRequest())).toMatchObject({ status: 200 });
  });

  test('is logged to the console by default', async () => {
    const printed = vi.spyOn(console, 'error').mockReturnValue();
    const receive = receiveDecision({ secrets: newSecret, clock: () => now, handler: () => Promise.reject(cause) });

    await receive(aRequest());

    expect(printed).toHaveBeenCalledExactlyOnceWith(
      expect.any(String),
      expect.objectContaining({ code: 'decision_failed', deliveryId: 'delivery.1', error: cause.message }),
    );
    printed.mockRestore();
  });
});

describe('a memory that fails', () => {
  const outage = new Error('table storage is away');

  test('before the handler asks for the delivery again: it may have been handled', async () => {
    const seen = { ...inMemory(), has: () => Promise.reject(outage) };
    const { receive, handled, lines } = aReceiver({ seen });

    await expect(receive(aRequest())).resolves.toMatchObject({ status: 500 });

    expect(handled).toEqual([]);
    expect(lines()).toMatchObject([{ code: 'decision_failed', error: outage.message }]);
  });

  test('after the handler changes nothing: it has been handled', async () => {
    const seen = { ...inMemory(), add: () => Promise.reject(outage) };
    const { receive, handled, lines } = aReceiver({ seen });

    await expect(receive(aRequest())).resolves.toMatchObject({ status: 200 });

    expect(handled).toHaveLength(1);
    expect(lines()).toMatchObject([{ level: 'error', code: 'decision_not_remembered', error: outage.message }]);
  });
});

describe('what never reaches the handler', () => {
  const { data } = event;
  const body = (value: unknown) => JSON.stringify(value);
  const post = aRequest();

  test.each([
    ['another method', { ...post, method: 'GET' }, 405],
    ['a method in lower case', { ...post, method: 'post' }, 405],
    ['more than 1 MB', aRequest({ body: body({ ...event, padding: 'x'.repeat(1_048_576) }) }), 413],
    ['no headers', { ...post, header: () => undefined }, 401],
    ['empty headers', { ...post, header: () => '' }, 401],
    ['another secret', aRequest({ secret: `whsec_${'A'.repeat(32)}` }), 401],
    ['another body', { ...post, body: Buffer.from(`${body(event)} `) }, 401],
    ['an old signature', aRequest({ timestamp: String(now / 1000 - 301) }), 401],
    ['a signature from the future', aRequest({ timestamp: String(now / 1000 + 301) }), 401],
    ['a malformed timestamp', aRequest({ timestamp: 'today' }), 401],
    ['no JSON', aRequest({ body: 'approved' }), 400],
    ['nothing', aRequest({ body: '' }), 400],
    ['no event', aRequest({ body: '{}' }), 400],
    ['no decision', aRequest({ body: body({ ...event, data: null }) }), 400],
    [
      'an unknown outcome',
      aRequest({ body: body({ type: 'approval.shredded', data: { ...data, outcome: 'shredded' } }) }),
      400,
    ],
    ['two outcomes', aRequest({ body: body({ ...event, type: 'approval.rejected' }) }), 400],
    ['no approval id', aRequest({ body: body({ ...event, data: { ...data, approvalId: undefined } }) }), 400],
    ['no digest', aRequest({ body: body({ ...event, data: { ...data, digest: '' } }) }), 400],
    ['no revision', aRequest({ body: body({ ...event, data: { ...data, revision: '1' } }) }), 400],
    ['no payload', aRequest({ body: body({ ...event, data: { ...data, payload: undefined } }) }), 400],
  ])('%s', async (_name, request, status) => {
    const { receive, handled, lines } = aReceiver({ seen: inMemory() });

    await expect(receive(request)).resolves.toMatchObject({ status, body: '' });

    expect(handled).toEqual([]);
    const line = {
      level: 'warn',
      code: 'decision_refused',
      ...(status === 401 ? { usualCauses: expect.any(String) } : {}),
    };
    expect(lines()).toMatchObject(status === 405 ? [] : [line]);
  });

  test.each<[string, RawRequest, number | null]>([
    ['another method', { ...post, method: 'GET' }, 405],
    ['no headers', { ...post, header: () => undefined }, 401],
    ['no signature', { ...post, header: (name) => (name === 'webhook-signature' ? null : post.header(name)) }, 401],
    ['a malformed id', aRequest({ id: '{"a":1}' }), 401],
    ['an old signature', aRequest({ timestamp: String(now / 1000 - 301) }), 401],
    ['a malformed timestamp', aRequest({ timestamp: 'today' }), 401],
    ['nothing wrong in its head', { ...post, body: Buffer.from('another body') }, null],
  ])('is told by its head, before its body is read: %s', async (_name, request, status) => {
    const { receive } = aReceiver();
    const { body, ...head } = request;

    const refused = receive.refuseHead?.(head);

    expect(refused?.status ?? null).toBe(status);
    if (status !== null) expect(await receive({ ...head, body })).toEqual(refused);
  });

  test.each<[name: string, body: unknown]>([
    ['an object that a parser made', event],
    ['nothing', undefined],
    ['null', null],
    ['a text', JSON.stringify(event)],
  ])('a body that is %s is a fault of the host: the sender tries again, and the log says why', async (_, given) => {
    const { receive, handled, lines } = aReceiver();

    // as: hosts without a compiler pass on what their parser made
    await expect(receive({ ...post, body: given as Uint8Array })).resolves.toMatchObject({ status: 503, body: '' });

    expect(handled).toEqual([]);
    expect(lines()).toMatchObject([
      { level: 'error', code: 'decision_refused', reason: 'raw_body_unavailable', remedy: expect.any(String) },
    ]);
  });

  test.each([
    ['an ArrayBuffer', (bytes: Uint8Array) => Uint8Array.from(bytes).buffer],
    ['a view', (bytes: Uint8Array) => new DataView(Uint8Array.from(bytes).buffer)],
    ['an ArrayBuffer of another realm', (bytes: Uint8Array) => inAnotherRealm(bytes)],
  ])('%s is bytes, too', async (_, toBody) => {
    const { receive, handled } = aReceiver();

    // as: a host may pass it on, whatever the types say
    await expect(receive({ ...post, body: toBody(post.body) as Uint8Array })).resolves.toMatchObject({ status: 200 });

    expect(handled).toHaveLength(1);
  });

  test('refusals of one kind are one line a minute, which says how many there were', async () => {
    let at = now;
    const { receive, lines } = aReceiver({ clock: () => at });
    for (let count = 0; count < 3; count += 1) await receive({ ...post, header: () => undefined });
    at += 60_000;
    await receive({ ...post, header: () => undefined });

    expect(lines()).toMatchObject([{ reason: 'signature_missing' }, { reason: 'signature_missing', heldBack: 2 }]);
  });

  test('a delivery of exactly 1 MB does', async () => {
    const length = 1_048_576 - body({ ...event, padding: '' }).length;
    const { receive, handled } = aReceiver();

    const request = aRequest({ body: body({ ...event, padding: 'x'.repeat(length - 2) }) });
    await expect(receive(request)).resolves.toMatchObject({ status: 200 });

    expect([handled.length, request.body.byteLength]).toEqual([1, 1_048_576]);
  });
});

test.each([
  ['missing', undefined],
  ['an empty list', []],
  ['malformed', 'open sesame'],
])('a secret that is %s is reported at construction', (_name, secrets) => {
  expect(() => aReceiver({ secrets })).toThrow(expect.objectContaining({ code: 'invalid_webhook_secret' }));
});

describe('a receiver that was put together wrongly', () => {
  test('without a handler is refused before it takes anything', () => {
    expect(() => aReceiver({ handler: undefined as never })).toThrowError(
      expect.objectContaining({ code: 'invalid_options' }),
    );
  });

  test('whose logger fails still says that the decision has taken effect', async () => {
    const printed = vi.spyOn(console, 'error').mockReturnValue();
    const fail = () => {
      throw new Error('the log is full');
    };
    const { receive, handled } = aReceiver({
      seen: { ...inMemory(), add: async () => Promise.reject(new Error('the database is away')) },
      logger: { debug: fail, info: fail, warn: fail, error: fail },
    });

    const answer = await receive(aRequest());

    expect(answer.status).toBe(200);
    expect(handled).toHaveLength(1);
    expect(printed).toHaveBeenCalledWith(
      expect.any(String),
      expect.objectContaining({ code: 'decision_not_remembered' }),
      expect.objectContaining({ loggerFailed: 'the log is full' }),
    );
    printed.mockRestore();
  });
});
