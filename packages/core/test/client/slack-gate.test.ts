import type { SlackOutcome, SlackTransport } from '@k8s-pizza/slack-approval/slack';
import { fixedClock } from '@k8s-pizza/slack-approval-testing';
import { describe, expect, test } from 'vitest';

import { createLog } from '../../src/ports/log.js';
import { createInstruments } from '../../src/runtime/instruments.js';
import { runObserved } from '../../src/runtime/run-observed.js';
import { openSlackGate } from '../../src/slack/client/slack-gate.js';
import { agreeableTransport } from '../world/agreeable-transport.js';
import { type Log, recordingLogger } from '../world/log.js';
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
  const log = recordingLogger();
  const host = {
    clock,
    log: createLog(log),
    observe: createInstruments(createLog(log), async () => runObserved).observe,
  };
  return { clock, slack, log, gate: openSlackGate(transport, host) };
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

describe('a call that fails', () => {
  const failing = (outcome: Exclude<SlackOutcome<never>, { type: 'ok' }>) =>
    gateTo(() => ({
      post: async () => outcome,
      groupMembers: async () => outcome,
      ephemeral: async () => outcome,
    }));
  const linesOf = (log: Log) => log.lines.map(({ level, parts }) => ({ level, ...Object(parts[1]) }));

  test.each<[name: string, outcome: Exclude<SlackOutcome<never>, { type: 'ok' }>]>([
    [
      'for want of something that a person has to mend',
      { type: 'waiting', reason: 'plan_upgrade_required', isAppWide: false, needed: null },
    ],
    ['for what was asked', { type: 'unfit', reason: 'no_such_subteam' }],
    ['without a connection', { type: 'retry', afterMs: null, reason: 'Slack cannot be reached (ENOTFOUND)' }],
    ['without a readable answer', { type: 'unknown', reason: 'no readable answer from Slack' }],
  ])('%s is one line an hour, which says how many there were', async (_, outcome) => {
    const { clock, gate, log } = failing(outcome);
    for (let count = 0; count < 3; count += 1) await gate.transport.groupMembers('S0ONCALL');
    clock.advance(hour);
    await gate.transport.groupMembers('S0ONCALL');

    const line = { level: 'warn', code: 'slack_call_failed', call: 'groupMembers', reason: outcome.reason };
    expect(linesOf(log)).toEqual([line, { ...line, heldBack: 2 }]);
  });

  test('by another method has another line', async () => {
    const { gate, log } = failing({ type: 'unknown', reason: 'timeout' });
    await gate.transport.groupMembers('S0ONCALL');
    await gate.transport.post(message);

    expect(linesOf(log)).toMatchObject([{ call: 'groupMembers' }, { call: 'post' }]);
  });

  test('because of a rate limit is no line: it passes soon', async () => {
    const { gate, log } = failing({ type: 'retry', afterMs: 1_000, reason: 'ratelimited' });
    await gate.transport.groupMembers('S0ONCALL');

    expect(log.lines).toEqual([]);
  });

  test.each(['waiting', 'gone', 'unfit'] as const)(
    'with what Slack says of a card is no line: its record has one (%s)',
    async (type) => {
      const { gate, log } = failing({ type, reason: 'not_in_channel', isAppWide: false, needed: null });
      await gate.transport.post(message);

      expect(log.lines).toEqual([]);
    },
  );
});
