import assert from 'node:assert/strict';
import { assertMatches } from '../contract/assertions.js';
import type { Check } from './check.js';
import { type SentHeaders, send } from './host-under-test.js';
import { challengeBody, jsonType, type SignedRequest, signed } from './slack-requests.js';

type Change = (headers: SentHeaders, name: string) => SentHeaders;

const without: Change = (headers, name) =>
  Object.fromEntries(Object.entries(headers).filter(([header]) => header !== name));
const twice: Change = (headers, name) => ({ ...headers, [name]: Array(2).fill(headers[name]) });

const changes: readonly (readonly [what: string, change: Change])[] = [
  ['is missing', without],
  ['is empty', (headers, name) => ({ ...headers, [name]: '' })],
  ['is sent twice', twice],
  [
    'is sent twice, once in another case',
    (headers, name) => ({ ...headers, [name.toUpperCase()]: String(headers[name]) }),
  ],
  ['is sent twice, first empty', (headers, name) => ({ ...headers, [name]: ['', String(headers[name])] })],
];

function refused(title: string, change: (request: SignedRequest) => SignedRequest): Check {
  return {
    title,
    run: async ({ approvals, serve }) => {
      const host = await serve(await approvals());

      const answer = await send(host.at('/slack/events'), change(signed(challengeBody('open sesame'), jsonType)));

      assert.equal(answer.status, 401);
      assert.ok(!answer.body.includes('open sesame'), 'The answer shows the body of a refused request.');
    },
  };
}

/** Only requests that Slack signed are accepted. */
export const signatureChecks: readonly Check[] = [
  ...['x-slack-signature', 'x-slack-request-timestamp'].flatMap((name) =>
    changes.map(([what, change]) =>
      refused(`a request is refused when ${name} ${what}`, ({ headers, body }) => ({
        headers: change(headers, name),
        body,
      })),
    ),
  ),
  {
    ...refused('a client that goes on sending a long body sees that it is refused', ({ headers }) => ({
      headers: without(headers, 'x-slack-signature'),
      body: Buffer.alloc(900_000, 'x'),
    })),
    needsRawBytes: true,
  },
  ...['x-slack-signature', 'x-slack-request-timestamp'].map((name): Check => {
    const junk = ({ headers, body }: SignedRequest) => ({
      headers: { ...headers, [name]: `${String(headers[name])}=junk` },
      body,
    });
    return { ...refused(`a request is refused when ${name} has something behind it`, junk), needsRawBytes: true };
  }),
  refused('a request is refused when its body was changed', ({ headers, body }) => ({
    headers,
    body: Buffer.concat([body, Buffer.from(' ')]),
  })),
  {
    ...refused('a request is refused when its body was taken away', ({ headers }) => ({ headers, body: Buffer.of() })),
    needsRawBytes: true,
  },
  {
    title: 'header names may come in any case',
    run: async ({ approvals, serve }) => {
      const host = await serve(await approvals());
      const { headers, body } = signed(challengeBody('any case'), jsonType);

      const shouted = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]));
      const answer = await send(host.at('/slack/events'), { headers: shouted, body });

      assertMatches(answer, { status: 200, body: /any case/ });
    },
  },
];
