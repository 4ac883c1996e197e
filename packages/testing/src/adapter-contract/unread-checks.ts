import assert from 'node:assert/strict';
import { maxRequestBytes } from '@k8s-pizza/slack-approval/host';
import type { Check } from './check.js';
import { holdTimeouts } from './hold-timeouts.js';
import type { SentHeaders } from './host-under-test.js';
import { openRequest } from './open-request.js';
import { jsonType, signed } from './slack-requests.js';

/** Longer than a response that does not wait for the body takes, and shorter than the deadline. */
const promptlyMs = 4_000;
const longestDeadlineSeconds = 10;

/** Headers as Slack sends them, now. */
const signedHead = (): SentHeaders => signed('', jsonType).headers;

function unsignedHead(): SentHeaders {
  const { 'x-slack-signature': _, ...others } = signedHead();
  return others;
}

function answeredBeforeItsBody(title: string, headOf: () => SentHeaders, length: number, status: number): Check {
  return {
    title,
    needsRawBytes: true,
    run: async ({ approvals, serve }) => {
      const host = await serve(await approvals());

      const opened = openRequest(host.at('/slack/events'), { ...headOf(), 'content-length': String(length) });
      const answered = await opened.answeredWithin(promptlyMs);
      opened.hangUp();

      assert.equal(answered, status);
    },
  };
}

/** Responses before the body has ended, for hosts that can do that. */
export const unreadChecks: readonly Check[] = [
  answeredBeforeItsBody('a request without a signature is refused before its body is read', unsignedHead, 500_000, 401),
  answeredBeforeItsBody(
    'a body that announces one byte more than 1 MB is too large before it is read',
    signedHead,
    maxRequestBytes + 1,
    413,
  ),
  {
    title: 'a body that does not end is answered 408 within ten seconds',
    needsRawBytes: true,
    run: async ({ approvals, serve }) => {
      const host = await serve(await approvals());
      const wait = globalThis.setTimeout;
      const turns = () => new Promise((resolve) => wait(resolve, 20));
      const timeouts = holdTimeouts();
      const opened = openRequest(host.at('/slack/events'), { ...signedHead(), 'content-length': '1000' }, 'a part');
      try {
        await turns();
        for (let second = 0; second < longestDeadlineSeconds && opened.status() === null; second += 1) {
          timeouts.advance(1_000);
          await turns();
        }
      } finally {
        timeouts.release();
        opened.hangUp();
      }

      assert.equal(opened.status(), 408);
    },
  },
];
