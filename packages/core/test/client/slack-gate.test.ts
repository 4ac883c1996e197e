import type { SlackTransport } from '@k8s-pizza/slack-approval/slack';
import { fixedClock } from '@k8s-pizza/slack-approval-testing';
import { describe, expect, test } from 'vitest';

import { openSlackGate } from '../../src/slack/client/slack-gate.js';
import { agreeableTransport } from '../world/agreeable-transport.js';
import { recordingLogger } from '../world/log.js';
import { hour, minute, second, start } from '../world/world.js';

const message = { channelId: 'C0PIZZA', text: 'Order pizza?', blocks: [] };
const refusal = (reason: string) => ({ type: 'waiting', reason, isAppWide: true, needed: null }) as const;

/** A gate in front of a Slack that refuses every call of the app while `refuses` names an error. */
function gateTo(change: (agreeable: SlackTransport) => Partial<SlackTransport> = () => ({})) {
  const clock = fixedClock(start);
  const agreeable = agreeableTransport();
  const slack = { refuses: null as string | null, tests: 0, posts: 0 };
  const transport = agreeableTransport({
    async post(card) {
      slack.posts += 1;
      return slack.refuses === null ? await agreeable.post(card) : refusal(slack.refuses);
    },
    async installation() {
      slack.tests += 1;
      return slack.refuses === null ? await agreeable.installation() : refusal(slack.refuses);
    },
    ...change(agreeable),
  });
  return { clock, slack, gate: openSlackGate(transport, clock, recordingLogger()) };
}

describe('while Slack refuses the whole app', () => {
  async function closedGate() {
    const { clock, slack, gate } = gateTo();
    slack.refuses = 'token_expired';
    await gate.transport.post(message);
    return { clock, slack, gate };
  }

  test('many calls at once share one auth.test, and none of them is made', async () => {
    const { slack, gate } = await closedGate();

    const outcomes = await Promise.all(Array.from({ length: 5 }, () => gate.transport.post(message)));

    expect(outcomes).toMatchObject(outcomes.map(() => ({ type: 'waiting', reason: 'token_expired' })));
    expect([slack.posts, slack.tests]).toEqual([1, 1]);
  });

  test('a clock that is set back holds no call back for longer', async () => {
    const { clock, slack, gate } = await closedGate();
    await gate.transport.post(message);
    slack.refuses = null;
    clock.advance(-hour);

    expect(await gate.transport.post(message)).toMatchObject({ type: 'ok' });
  });

  test('it is reopened after a minute, and not before', async () => {
    const { clock, slack, gate } = await closedGate();
    const first = await gate.reopen();
    slack.refuses = null;
    clock.advance(minute - second);
    const early = await gate.reopen();
    clock.advance(second);
    const late = await gate.reopen();

    expect([first, early, late, await gate.reopen()]).toEqual([false, false, true, false]);
  });
});

test('a missing scope holds no other call back: auth.test needs none, so it could not tell the end of it', async () => {
  const { gate } = gateTo(() => ({ groupMembers: async () => refusal('missing_scope') }));
  for (let turn = 0; turn < 3; turn += 1) await gate.transport.groupMembers('S0ONCALL');

  expect(await gate.transport.post(message)).toMatchObject({ type: 'ok' });
});
