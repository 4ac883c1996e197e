import assert from 'node:assert/strict';
import { maxRequestBytes, type RawRequest } from '@k8s-pizza/slack-approval/host';
import { assertMatches } from '../contract/assertions.js';
import type { Check } from './check.js';
import { send } from './host-under-test.js';
import { challengeBody, formType, helpBody, jsonType, signed } from './slack-requests.js';
import { withAnswer } from './stub-approvals.js';

/** A signed challenge of exactly this many bytes. */
function challengeOf(length: number) {
  const filler = length - challengeBody('size', ',"filler":""').length;
  return signed(challengeBody('size', `,"filler":"${'x'.repeat(filler)}"`), jsonType);
}

function accepted(title: string, content: string | Uint8Array, contentType: string): Check {
  return {
    title: `the bytes arrive as they were sent: ${title}`,
    needsRawBytes: true,
    run: async ({ approvals, serve }) => {
      const received: RawRequest[] = [];
      const stub = withAnswer(await approvals(), async (request) => {
        received.push(request);
        return { status: 200, headers: {}, body: '' };
      });
      const host = await serve(stub);
      const request = signed(content, contentType);

      await send(host.at('/slack/actions'), request);

      assert.equal(received.length, 1);
      assert.equal(Buffer.from(received[0]?.body ?? []).toString('hex'), request.body.toString('hex'));
      assert.equal(received[0]?.header('Content-Type'), contentType);
    },
  };
}

function sized(title: string, length: number, status: number): Check {
  return {
    title,
    run: async ({ approvals, serve }) => {
      const host = await serve(await approvals());

      const answer = await send(host.at('/slack/events'), challengeOf(length));

      assert.equal(answer.status, status);
    },
  };
}

/** The signature covers bytes: the same bytes must arrive, up to the limit. */
export const bodyChecks: readonly Check[] = [
  accepted('a form with plus signs and escapes in either case', "a=1+2%2B%2b&b=%7e~%20*'()&&c&=d", formType),
  accepted('a form in which a field comes twice', 'payload=%7B%7D&payload=%7B%7D', formType),
  accepted('a form with letters that should have been escaped', 'text=Käse für Łódź 🍕', formType),
  accepted(
    'JSON with spaces, escapes and long numbers',
    '{ "a" : "\\u00e9é", "b":1.0, "c":12345678901234567890 }',
    jsonType,
  ),
  accepted('JSON with a line end behind it', '{"a":1}\r\n', jsonType),
  accepted('JSON with a byte order mark', '\ufeff{"a":1}', jsonType),
  accepted('JSON with a charset named', '{"a":"é"}', 'application/json; charset=utf-8'),
  accepted(
    'bytes that are no text',
    Uint8Array.from({ length: 256 }, (_, byte) => byte),
    formType,
  ),
  accepted('nothing', '', formType),
  {
    title: 'a form is verified as it was written, and answered',
    run: async ({ approvals, serve }) => {
      const host = await serve(await approvals());
      const odd = "&user_name=J%c3%bcrgen+%7e~%20*'()&channel_name=Käse\n";

      const answer = await send(host.at('/slack/commands'), signed(helpBody(odd), formType));

      assertMatches(answer, { status: 200, body: /ephemeral/ });
    },
  },
  {
    title: 'JSON is verified as it was written, and answered',
    run: async ({ approvals, serve }) => {
      const host = await serve(await approvals());
      const odd = signed(` ${challengeBody('Käse 🍕', ' , "x" : 1.0, "y":"\\u00e9"')}\r\n`, jsonType);

      const answer = await send(host.at('/slack/events'), odd);

      assertMatches(answer, { status: 200, body: /Käse 🍕/ });
    },
  },
  {
    title: 'an empty body is malformed, not an accident',
    needsRawBytes: true,
    run: async ({ approvals, serve }) => {
      const host = await serve(await approvals());

      const answer = await send(host.at('/slack/actions'), signed('', formType));

      assert.equal(answer.status, 400);
    },
  },
  sized('a body of 2 KB is answered', 2_048, 200),
  sized('a body of 200 KB is answered', 204_800, 200),
  sized('a body of exactly 1 MB is answered', maxRequestBytes, 200),
  { ...sized('a body of one byte more is too large', maxRequestBytes + 1, 413), needsRawBytes: true },
  {
    title: 'a body of 8 MB without a length is too large',
    needsRawBytes: true,
    run: async ({ approvals, serve }) => {
      const host = await serve(await approvals());
      const chunks = Array.from({ length: 128 }, () => Buffer.alloc(65_536, 'x'));

      const answer = await send(host.at('/slack/events'), { headers: signed('', jsonType).headers, body: chunks });

      assert.equal(answer.status, 413);
    },
  },
];

function* endless(): Generator<Uint8Array> {
  const chunk = Buffer.alloc(65_536, 'x');
  for (;;) yield chunk;
}

/** For hosts that can answer before a body has ended. */
export const endlessBodyCheck: Check = {
  title: 'a body without end is too large, and is not kept',
  needsRawBytes: true,
  run: async ({ approvals, serve }) => {
    const host = await serve(await approvals());

    const answer = await send(host.at('/slack/events'), { headers: signed('', jsonType).headers, body: endless() });

    assert.equal(answer.status, 413);
  },
};
