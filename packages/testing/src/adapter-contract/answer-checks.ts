import assert from 'node:assert/strict';
import type { RawResponse } from '@k8s-pizza/slack-approval/host';
import { assertMatches, assertOneOf, assertSame } from '../contract/assertions.js';
import type { Check } from './check.js';
import { send, slackPaths } from './host-under-test.js';
import { challengeBody, formType, helpBody, jsonType, signed } from './slack-requests.js';
import { withAnswer } from './stub-approvals.js';

/** Which URL, by its place at the host. */
const places = ['the one URL', ...slackPaths] as const;

function served(place: (typeof places)[number]): Check {
  return {
    title: `${place} serves commands and events`,
    run: async ({ approvals, serve }) => {
      const host = await serve(await approvals());
      const url = place === 'the one URL' ? host.url : host.at(place);

      const event = await send(url, signed(challengeBody('who is there'), jsonType));
      const command = await send(url, signed(helpBody(), formType));

      assertMatches(event, { status: 200, body: /who is there/ });
      assertMatches(command, { status: 200, body: /ephemeral/ });
    },
  };
}

function passedOn(answer: RawResponse): Check {
  return {
    title: `an answer of ${answer.status} is passed on whole`,
    run: async ({ approvals, serve, verifiesItself }) => {
      const host = await serve(withAnswer(await approvals(), async () => answer));

      const { status, headers, body } = await send(host.at('/slack/actions'), signed(helpBody(), formType));

      // a host that acknowledges requests itself chooses status and headers, but Slack must see the same
      if (verifiesItself && answer.status !== 200) return assert.ok(status >= 500, `expected a 5xx, got ${status}`);
      assertSame({ status, body }, { status: answer.status, body: answer.body });
      return verifiesItself ? undefined : assertMatches(headers, answer.headers);
    },
  };
}

/** Which URLs a host serves, and which parts of a response it passes on. */
export const answerChecks: readonly Check[] = [
  ...places.map(served),
  passedOn({ status: 200, headers: {}, body: '' }),
  passedOn({
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8', 'x-content-type-options': 'nosniff' },
    body: '{"text":"Käse 🍕"}',
  }),
  passedOn({ status: 503, headers: { 'x-slack-no-retry': '1' }, body: '' }),
  ...['GET', 'HEAD', 'PUT', 'DELETE'].map(
    (method): Check => ({
      title: `${method} is not allowed`,
      needsRawBytes: true,
      run: async ({ approvals, serve }) => {
        const host = await serve(await approvals());

        const answer = await send(host.at('/slack/actions'), { method });

        // a host that routes by method finds nothing there
        assertOneOf(answer.status, [404, 405]);
      },
    }),
  ),
  {
    title: 'Slack’s check of a certificate is answered 200, and nothing else in it is read',
    needsRawBytes: true,
    run: async ({ approvals, serve }) => {
      const host = await serve(await approvals());
      const body = Buffer.from('token=x&ssl_check=1&command=%2Fapprovals&text=help');

      const answer = await send(host.at('/slack/commands'), { headers: { 'content-type': formType }, body });

      assertMatches(answer, { status: 200, body: '' });
    },
  },
  {
    title: 'fifty requests at once each get their own answer',
    run: async ({ approvals, serve }) => {
      const host = await serve(await approvals());
      const names = Array.from({ length: 50 }, (_, index) => `challenge-${index}.`);

      const sent = names.map((name) => send(host.at('/slack/events'), signed(challengeBody(name), jsonType)));
      const answers = await Promise.all(sent);

      assertSame(
        answers.map(({ body }, index) => body.includes(names[index] ?? '?')),
        Array(50).fill(true),
      );
    },
  },
];
