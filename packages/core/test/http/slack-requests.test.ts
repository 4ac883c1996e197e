import { type RawRequest, type RequestHead, receiveStream, type StreamedRequest } from '@k8s-pizza/slack-approval/host';
import { describe, expect, test } from 'vitest';
import { formType, jsonType, signed } from '../world/signed.js';
import { createWorld, type World } from '../world/world.js';

const signature = 'x-slack-signature';
const timestamp = 'x-slack-request-timestamp';

/** A body that was announced, and does not come. */
const toCome = () => new ReadableStream<Uint8Array>();

function bodyOf(text: string): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(Buffer.from(text));
      controller.close();
    },
  });
}

function withHeaders({ method, header }: RawRequest, changes: Readonly<Record<string, string | null>>): RequestHead {
  return { method, header: (name) => (name in changes ? changes[name] : header(name)) };
}

/** Sends it, and lists what the approvals say was refused. */
async function sent(world: World, request: StreamedRequest) {
  const refusals: string[] = [];
  const end = world.approvals.on('requestRefused', ({ code }) => void refusals.push(code));
  const answer = await receiveStream(world.approvals.handleRaw, request);
  end();
  await world.approvals.flush();
  return { status: answer.status, refusals };
}

describe('a request that Slack cannot have sent is refused while its body is still to come', () => {
  test.each<[string, Readonly<Record<string, string | null>>, string]>([
    ['no signature', { [signature]: null }, 'signature_missing'],
    ['an empty signature', { [signature]: '' }, 'signature_missing'],
    ['half a signature', { [signature]: 'v0=00' }, 'signature_malformed'],
    ['no timestamp', { [timestamp]: null }, 'timestamp_malformed'],
    ['two timestamps', { [timestamp]: '1, 1' }, 'timestamp_malformed'],
    ['an old timestamp', { [timestamp]: '1' }, 'timestamp_out_of_range'],
    [
      'no signature, and a long form',
      { [signature]: null, 'content-type': formType, 'content-length': '2001' },
      'signature_missing',
    ],
    ['no signature, and a form of no length', { [signature]: null, 'content-type': formType }, 'signature_missing'],
    [
      'no signature, and a form of no true length',
      { [signature]: null, 'content-type': formType, 'content-length': 'x' },
      'signature_missing',
    ],
  ])('%s: 401, told by the code that its body would have got', async (_, changes, code) => {
    const world = await createWorld();
    const raw = await signed(world, '{}', { contentType: jsonType });
    const head = withHeaders(raw, changes);

    const unread = await sent(world, { ...head, body: toCome() });
    const read = await sent(world, { ...head, body: raw.body });

    expect(unread).toEqual({ status: 401, refusals: [code] });
    expect(read).toEqual(unread);
  });

  test('another method: 405', async () => {
    const world = await createWorld();
    const raw = await signed(world, '{}', { contentType: jsonType });

    expect(await sent(world, { ...raw, method: 'PUT', body: toCome() })).toEqual({ status: 405, refusals: [] });
  });
});

test('a signature that fits is found once the body has come', async () => {
  const world = await createWorld();
  const text = '{"type":"url_verification","challenge":"abc"}';
  const raw = await signed(world, text, { contentType: jsonType });

  expect(await sent(world, { ...raw, body: bodyOf(text) })).toEqual({ status: 200, refusals: [] });
  expect(await sent(world, { ...raw, body: bodyOf(`${text} `) })).toEqual({
    status: 401,
    refusals: ['signature_mismatch'],
  });
});

test.each<[string, unknown]>([
  ['nothing', undefined],
  ['a parsed body', { type: 'canary' }],
  ['text', '{"type":"canary"}'],
])('a host that hands over %s is told in the log what to do about it', async (_, body) => {
  const world = await createWorld();
  const raw = await signed(world, '{}', { contentType: jsonType });

  // what a host without a compiler may give
  const answer = await sent(world, { ...raw, body: body as null });

  expect(answer).toEqual({ status: 503, refusals: [] });
  expect(world.log.text()).toContain('raw_body_unavailable');
});

describe('a short form without a signature', () => {
  test.each([
    ['that is Slack’s check of a certificate is answered 200', 'ssl_check=1&token=abc', 200],
    ['that is not is refused', 'payload=%7B%7D', 401],
  ])('%s', async (_, text, status) => {
    const world = await createWorld();
    const headers: Readonly<Record<string, string>> = {
      'content-type': formType,
      'content-length': String(text.length),
    };

    const answer = await sent(world, { method: 'POST', header: (name) => headers[name], body: bodyOf(text) });

    expect(answer.status).toBe(status);
  });
});
