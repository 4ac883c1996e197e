import { createApprovals, memoryStore, usergroup } from '@k8s-pizza/slack-approval';
import type { SlackTransport } from '@k8s-pizza/slack-approval/slack';
import { fixedClock } from '@k8s-pizza/slack-approval-testing';
import { describe, expect, test } from 'vitest';
import { agreeableTransport } from '../world/agreeable-transport.js';
import { recordingLogger } from '../world/log.js';
import { minute, type Order, orderOptions, present, second, start } from '../world/world.js';

type Outcome = Awaited<ReturnType<SlackTransport['post']>>;

const waiting = (reason: string, isAppWide = false) => ({ type: 'waiting', reason, isAppWide, needed: null }) as const;
const tenMinutes = 10 * minute;
const never = new Promise<never>(() => undefined);

interface Reason {
  readonly transport?: Partial<SlackTransport>;
  /** How many cards were asked for in the same channel just before. */
  readonly before?: number;
  readonly expiresInMs?: number;
  /** What else happens to it before it is worked on. */
  readonly meanwhile?: (world: ReturnType<typeof openWorld>, id: string) => Promise<unknown>;
  /** Without a way to Slack, the process that asked leaves the card to others. */
  readonly asks?: 'without slack';
}

const posting = (outcome: Outcome): Reason => ({ transport: { post: async () => outcome } });

/** Two processes: the one that asks, and the one that looks for what is due. */
function openWorld({ transport, asks, expiresInMs = tenMinutes }: Reason) {
  const clock = fixedClock(start);
  const posted: string[] = [];
  const agreeable = agreeableTransport();
  const counting = agreeableTransport({
    post: async (message) => {
      posted.push(message.text);
      return await agreeable.post(message);
    },
    ...transport,
  });
  const configured = transport?.installation === undefined ? { teamId: 'T0PIZZA', appId: 'A0APPROVAL' } : {};
  const slack = { token: 'xoxb-test', signingSecret: 'secret', transport: counting, ...configured };
  const common = { store: memoryStore(), clock, logger: recordingLogger() };
  const asking = createApprovals(asks === 'without slack' ? common : { ...common, slack });
  const approvals = createApprovals({ ...common, slack });
  const card = ({ size }: Order) => ({ title: size });
  const options = orderOptions({ card, expiresIn: `${expiresInMs}ms`, approvers: [usergroup('S0ONCALL')] });
  const orders = asking.define('order', options);
  approvals.define('order', options);
  const ask = async (size: string) => (await orders.ask({ size }, { requester: 'alertmanager' })).approval.id;
  const change = async (id: string, fields: object) => {
    const row = present(await common.store.get(id));
    await common.store.put({ ...row, ...fields }, row.version);
  };
  return { ...common, asking, approvals, ask, change, posted };
}

const reasons: Readonly<Record<string, Reason>> = {
  'very many cards go first': { before: 60, expiresInMs: 20 * second },
  'the app is not in the channel': posting(waiting('not_in_channel')),
  'Slack refuses the app': posting(waiting('token_revoked', true)),
  'a scope is missing': posting(waiting('missing_scope', true)),
  'Slack is busy for longer than that': posting({ type: 'retry', afterMs: 20 * minute, reason: 'ratelimited' }),
  'Slack fails again and again': posting({ type: 'retry', afterMs: null, reason: 'service_unavailable' }),
  'nobody knows whether it was posted': posting({ type: 'unknown', reason: 'timeout' }),
  'Slack does not take the card': posting({ type: 'unfit', reason: 'invalid_blocks' }),
  'Slack does not say who the app is': { transport: { installation: async () => waiting('fatal_error') } },
  'Slack never answers the process that asked': {
    transport: {
      post: (() => {
        let isFirst = true;
        return async () => {
          if (!isFirst) return waiting('not_in_channel');
          isFirst = false;
          return await never;
        };
      })(),
    },
  },
  'no process came to it before': {
    asks: 'without slack',
    meanwhile: async ({ clock }) => clock.advance(10 * minute),
  },
  'the process that asked is gone with its lease': {
    asks: 'without slack',
    meanwhile: async ({ change, clock }, id) => {
      clock.advance(9 * minute + 30 * second);
      const leaseUntil = clock() + 30 * second;
      await change(id, { leaseToken: 'dead', leaseUntil, dueAt: leaseUntil, claimCount: 1 });
    },
  },
  'each process ended over it': {
    asks: 'without slack',
    meanwhile: async ({ change, clock }, id) =>
      await change(id, { leaseToken: 'dead', leaseUntil: clock(), dueAt: clock(), claimCount: 9 }),
  },
};

describe('a card that could not be posted expires on time', () => {
  test.each(Object.entries(reasons))('because %s', async (_, reason) => {
    const world = openWorld(reason);
    const { approvals, asking, ask, clock, posted } = world;
    const { expiresInMs = tenMinutes } = reason;
    for (let count = 0; count < (reason.before ?? 0); count += 1) await ask('before');
    const id = await ask('the one');
    const early: string[] = [];
    await reason.meanwhile?.(world, id);
    while (clock() < start + expiresInMs) {
      await approvals.processDue();
      early.push(present(await approvals.get(id)).status);
      clock.advance(expiresInMs / 20);
    }

    await approvals.processDue();

    expect(new Set(early).size).toBeLessThanOrEqual(1);
    expect(early).not.toContain('expired');
    expect(await approvals.get(id)).toMatchObject({
      status: 'expired',
      decision: { outcome: 'expired', decidedAt: start + expiresInMs, shown: false },
    });
    expect(posted.filter((text) => text.startsWith('the one'))).toEqual([]);
    const history = await asking.history(id);
    const types = history.map(({ event }) => event['type']);
    expect(types.slice(types.indexOf('decided')).slice(0, 2)).toEqual(['decided', 'never_shown']);
  });
});
