import { createHmac } from 'node:crypto';
import { signSlackRequest } from '@k8s-pizza/slack-approval-testing';
import { expect, test } from 'vitest';

// the vector of docs.slack.dev/authentication/verifying-requests-from-slack
const vector = {
  signingSecret: '8f742231b10e8888abcd99yyyzzz85a5',
  timestampSeconds: 1_531_420_618,
  body:
    'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar' +
    '&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com' +
    '%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN' +
    '&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
};

test('Slack’s own example gets Slack’s own signature', () => {
  const { headers } = signSlackRequest(vector);

  expect(headers.get('x-slack-signature')).toBe('v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503');
  expect(headers.get('x-slack-request-timestamp')).toBe('1531420618');
});

test('the request is a POST of a form to the app, unless told otherwise', async () => {
  const request = signSlackRequest(vector);
  const event = signSlackRequest({
    ...vector,
    url: 'http://app.example/slack/events',
    contentType: 'application/json',
  });

  expect([request.method, request.url]).toEqual(['POST', 'http://localhost/slack/actions']);
  expect(request.headers.get('content-type')).toBe('application/x-www-form-urlencoded');
  expect(await request.text()).toBe(vector.body);
  expect([event.url, event.headers.get('content-type')]).toEqual([
    'http://app.example/slack/events',
    'application/json',
  ]);
});

test('text is signed as UTF-8, bytes as they are', async () => {
  const mac = (body: Uint8Array) =>
    `v0=${createHmac('sha256', vector.signingSecret).update('v0:1531420618:').update(body).digest('hex')}`;
  const bytes = Uint8Array.of(0xff, 0x00, 0xfe);

  const ofText = signSlackRequest({ ...vector, body: 'text=Käse' });
  const ofBytes = signSlackRequest({ ...vector, body: bytes });

  expect(ofText.headers.get('x-slack-signature')).toBe(mac(Buffer.from('text=Käse')));
  expect(ofBytes.headers.get('x-slack-signature')).toBe(mac(bytes));
  expect(new Uint8Array(await ofBytes.arrayBuffer())).toEqual(bytes);
});
