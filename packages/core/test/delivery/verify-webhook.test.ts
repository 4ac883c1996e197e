import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { renderBody } from '../../src/delivery/render-body.js';
import { parseSecret, sign } from '../../src/delivery/standard-webhooks.js';
import { verifyWebhook } from '../../src/delivery/verify-webhook.js';
import { webhook } from '../../src/delivery/webhook.js';
import { aDecision } from './a-decision.js';
import { newSecret, oldSecret, publishedSecret, vector } from './secrets.js';

const now = Number(vector.timestamp) * 1000;
const published = headersOf(vector);

function headersOf({ id, timestamp, signature }: Record<'id' | 'timestamp' | 'signature', string>) {
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature };
}

function signedHeaders(body: string | Uint8Array, secret: string, id = 'msg_1', timestamp: string = vector.timestamp) {
  const key = parseSecret(secret);
  return headersOf({ id, timestamp, signature: sign(key === null ? [] : [key], { id, timestamp, body }) });
}

function verifyVector(headers: Parameters<typeof verifyWebhook>[1], at = now) {
  return verifyWebhook(vector.body, headers, publishedSecret, { now: at });
}

function refuses(code: string) {
  return expect.objectContaining({ name: 'SlackApprovalError', code });
}

describe('a webhook as it should be', () => {
  test('is the published one', () => {
    expect(verifyVector(published)).toEqual({ id: vector.id, event: { test: 2432232314 } });
  });

  test('gives the event of a decision', () => {
    const decision = aDecision();
    const body = Buffer.from(renderBody(webhook(undefined, { secret: undefined }), decision));

    const { event } = verifyWebhook(body, signedHeaders(body, newSecret), newSecret, { now });

    expect(event).toEqual({ type: 'approval.approved', timestamp: '2026-01-01T10:05:00.000Z', data: decision });
  });

  test.each([
    [
      'a record of any case',
      { 'Webhook-ID': vector.id, 'WEBHOOK-TIMESTAMP': vector.timestamp, 'webhook-signature': vector.signature },
    ],
    ['web-standard headers', new Headers(published)],
    ['lists of one', { ...published, 'webhook-signature': [vector.signature] }],
  ])('comes with its headers in %s', (_name, headers) => {
    expect(verifyVector(headers).id).toBe(vector.id);
  });

  test('may be signed by the package of Standard Webhooks', () => {
    const body = '{"type":"approval.approved","Größe":"groß"}';
    const signature = new Webhook(newSecret).sign(vector.id, new Date(now), body);

    const { id } = verifyWebhook(Buffer.from(body), headersOf({ ...vector, signature }), newSecret, { now });

    expect(id).toBe(vector.id);
  });

  test('is checked against every secret, so that secrets can change', () => {
    const headers = signedHeaders(vector.body, oldSecret);

    expect(verifyWebhook(vector.body, headers, [newSecret, oldSecret], { now }).id).toBe('msg_1');
    expect(() => verifyWebhook(vector.body, headers, [newSecret], { now })).toThrow(refuses('signature_mismatch'));
  });

  test('is judged by the clock of the process where no instant is given', () => {
    const timestamp = String(Math.floor(Date.now() / 1000));

    expect(verifyWebhook(vector.body, signedHeaders(vector.body, newSecret, 'msg_2', timestamp), newSecret).id).toBe(
      'msg_2',
    );
    expect(() => verifyWebhook(vector.body, published, publishedSecret)).toThrow(refuses('timestamp_out_of_range'));
  });
});

describe.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const)('the header %s', (name) => {
  test.each([
    ['absent', undefined],
    ['empty', ''],
    ['an empty list', []],
  ])('is missing when it is %s', (_name, value) => {
    expect(() => verifyVector({ ...published, [name]: value })).toThrow(refuses('signature_missing'));
  });

  test.each([
    ['as a list', { [name]: [published[name], published[name]] }],
    ['in two cases', { [name.toUpperCase()]: published[name] }],
  ])('is refused when it comes twice %s', (_name, twice) => {
    expect(() => verifyVector({ ...published, ...twice })).toThrow(refuses('signature_malformed'));
  });

  test('is refused when it comes twice and was joined on the way', () => {
    const joined = new Headers(published);
    joined.append(name, published[name]);

    expect(() => verifyVector(joined)).toThrow(expect.objectContaining({ code: expect.stringMatching(/_malformed$/) }));
  });
});

describe('the timestamp', () => {
  test.each([
    [-301, 'timestamp_out_of_range'],
    [301, 'timestamp_out_of_range'],
    [-86_400, 'timestamp_out_of_range'],
  ])('%i s away is refused', (seconds, code) => {
    expect(() => verifyVector(published, now + seconds * 1000)).toThrow(refuses(code));
  });

  test.each([-300, 0, 300])('%i s away is accepted', (seconds) => {
    expect(verifyVector(published, now + seconds * 1000).id).toBe(vector.id);
  });

  test.each([
    '-1614265330',
    '1614265330.0',
    '1.6e9',
    '0x6037d2b2',
    ' 1614265330',
    '1614265330 ',
    'NaN',
    '1'.repeat(20),
  ])('"%s" is malformed, even with a signature that covers it', (timestamp) => {
    const headers = signedHeaders(vector.body, publishedSecret, vector.id, timestamp);

    expect(() => verifyVector(headers)).toThrow(refuses('timestamp_malformed'));
  });
});

describe('the id', () => {
  test.each(['msg 1', 'msg_1, msg_1', '{"type"', 'm'.repeat(256), 'msg_ü'])('"%s" is malformed', (id) => {
    expect(() => verifyVector(signedHeaders(vector.body, publishedSecret, id))).toThrow(refuses('signature_malformed'));
  });
});

describe('a body that is signed', () => {
  test.each([
    ['no JSON', Buffer.from('approved')],
    ['empty', Buffer.of()],
    ['a list', Buffer.from('[]')],
    ['null', Buffer.from('null')],
    ['not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
  ])('and %s is malformed', (_name, body) => {
    expect(() => verifyWebhook(body, signedHeaders(body, newSecret), newSecret, { now })).toThrow(
      refuses('malformed_body'),
    );
  });
});

describe('what was tampered with is refused', () => {
  test('in the body, anywhere', () => {
    const body = Buffer.from(renderBody(webhook(undefined, { secret: undefined }), aDecision()));
    const headers = signedHeaders(body, newSecret);

    fc.assert(
      fc.property(fc.nat(body.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = Buffer.from(body);
        changed[at] = (changed[at] ?? 0) ^ flip;

        expect(() => verifyWebhook(changed, headers, newSecret, { now })).toThrow(refuses('signature_mismatch'));
      }),
    );
  });

  test('in the id or the timestamp', () => {
    expect(() => verifyVector({ ...published, 'webhook-id': 'msg_other' })).toThrow(refuses('signature_mismatch'));
    expect(() => verifyVector({ ...published, 'webhook-timestamp': '1614265331' })).toThrow(
      refuses('signature_mismatch'),
    );
  });

  test('by moving the border between id, timestamp and body', () => {
    const body = '{"a":1}';
    const { 'webhook-signature': signature } = signedHeaders(body, newSecret, 'msg.1614265330', '1614265331');
    const moved = headersOf({ id: 'msg', timestamp: '1614265330', signature });

    expect(() => verifyWebhook(`1614265331.${body}`, moved, newSecret, { now })).toThrow(refuses('malformed_body'));
  });
});

test.each([
  ['none', []],
  ['an empty one', ''],
  ['a malformed one', 'open sesame'],
])('with %s for a secret nothing is verified', (_name, secrets) => {
  expect(() => verifyWebhook(vector.body, published, secrets, { now })).toThrow(refuses('invalid_webhook_secret'));
});
