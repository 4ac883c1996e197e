import assert from 'node:assert/strict';
import { connect } from 'node:net';
import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';
import { assertMatches } from '../contract/assertions.js';
import type { Check } from './check.js';
import { type Answer, send } from './host-under-test.js';
import { clickBody, formType, helpBody, jsonType, signed } from './slack-requests.js';
import { withAnswer } from './stub-approvals.js';

const canary = 'canary-password-at-10.1.2.3';

const fail = () => Promise.reject(new Error(canary));
const brokenStore: ApprovalStore = { get: fail, put: fail, claimDue: fail, list: fail, close: async () => undefined };

const unseen = {
  id: `a${'b'.repeat(25)}`,
  digest: `sha256:${'0'.repeat(64)}`,
  copies: [{ channelId: 'C0CONTRACT', ts: '1767261600.000001' }],
};

function allOf({ headers, body }: Answer): string {
  return JSON.stringify(headers) + body;
}

/** Sends the head and a part of a body, and hangs up. */
function hangUp(url: string, head: readonly string[]): Promise<void> {
  const { hostname, port, pathname } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    socket.on('error', reject);
    const lines = [`POST ${pathname} HTTP/1.1`, `host: ${hostname}`, 'content-length: 1000', ...head, '', 'a part'];
    socket.write(lines.join('\r\n'), () => socket.end());
    socket.on('close', () => resolve());
    socket.resume();
  });
}

/** An error inside of the app is never shown to Slack. */
export const faultChecks: readonly Check[] = [
  {
    title: 'a store that fails is answered 503, and says nothing of itself',
    run: async ({ approvals, serve, verifiesItself }) => {
      const host = await serve(await approvals(brokenStore));

      const answer = await send(host.at('/slack/actions'), signed(clickBody(unseen), formType));

      assert.equal(answer.status, verifiesItself ? 500 : 503);
      assert.ok(!allOf(answer).includes(canary), 'The answer shows the message of the error.');
    },
  },
  {
    title: 'what is thrown on the way is an error of the server, and says nothing of itself',
    run: async ({ approvals, serve }) => {
      const host = await serve(withAnswer(await approvals(), fail));

      const answer = await send(host.at('/slack/actions'), signed(helpBody(), formType));

      assert.ok(answer.status >= 500, `expected a 5xx, got ${answer.status}`);
      assert.ok(!allOf(answer).includes(canary), 'The answer shows the message of the error.');
      assert.ok(!allOf(answer).includes('fault-checks'), 'The answer shows the stack of the error.');
    },
  },
  {
    title: 'a client that hangs up within its body is forgotten, and the next one served',
    run: async ({ approvals, serve }) => {
      let callCount = 0;
      const host = await serve(
        withAnswer(await approvals(), async () => {
          callCount += 1;
          return { status: 200, headers: {}, body: '"the next one"' };
        }),
      );

      await hangUp(host.at('/slack/events'), [`content-type: ${jsonType}`]);
      const answer = await send(host.at('/slack/events'), signed(helpBody(), formType));

      assertMatches(answer, { status: 200, body: /the next one/ });
      assert.equal(callCount, 1);
    },
  },
];
