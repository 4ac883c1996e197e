import { type Approvals, createApprovals, memoryStore } from '@k8s-pizza/slack-approval';
import type { ApprovalStore, DueClaim } from '@k8s-pizza/slack-approval/store';
import { fixedClock } from '@k8s-pizza/slack-approval-testing';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { agreeableTransport } from '../world/agreeable-transport.js';
import { recordingLogger } from '../world/log.js';
import { day, hour, minute, orderOptions, start } from '../world/world.js';

interface Setting {
  readonly kinds?: readonly string[];
  /** What happens at each claim that found something, after it. */
  readonly onClaim?: (count: number, advance: (ms: number) => void) => void;
  /** Whether the store takes what the work came to. */
  readonly takesWork?: boolean;
}

/** A process with work to do, on a store that notes its claims. Everything was asked by another one, without Slack. */
async function working(setting: Setting) {
  const { kinds = ['order'], onClaim = () => undefined, takesWork = true } = setting;
  const inner = memoryStore();
  const clock = fixedClock(start);
  const logger = recordingLogger();
  const claims: string[] = [];
  const store: ApprovalStore = {
    ...inner,
    put: async (row, expected) => {
      if (!takesWork) throw new Error('the disk is full');
      return await inner.put(row, expected);
    },
    claimDue: async (claim: DueClaim) => {
      const rows = await inner.claimDue(claim);
      if (rows.length > 0) claims.push(claim.queue);
      if (rows.length > 0) onClaim(claims.length, (ms) => clock.advance(ms));
      return rows;
    },
  };
  const asking = createApprovals({ store: inner, clock, logger });
  const slack = { token: 'xoxb-test', signingSecret: 'secret', transport: agreeableTransport() };
  const approvals = createApprovals({ store, clock, logger, slack });
  for (const kind of kinds) approvals.define(kind, orderOptions());
  const ask = async (kind: string, count: number) => {
    const orders = asking.define(kind, orderOptions({ channel: `C0${kind.toUpperCase()}` }));
    for (let number = 0; number < count; number += 1)
      await orders.ask({ size: 'large' }, { requester: 'alertmanager' });
  };
  return { approvals, ask, claims, clock, logger };
}

/** The process's own time, which a test can put forward. */
function processTime() {
  const now = performance.now.bind(performance);
  let ahead = 0;
  const spy = vi.spyOn(performance, 'now').mockImplementation(() => now() + ahead);
  onTestFinished(() => spy.mockRestore());
  return {
    pass: (ms: number) => {
      ahead += ms;
    },
  };
}

describe('a record whose work can never be stored, and whose leases end at once,', () => {
  // a call without a bound claims it for as long as the leases end: here that stops by itself
  const maxLeases = 60;
  const setting: Setting = {
    takesWork: false,
    onClaim: (count, advance) => (count < maxLeases ? advance(minute) : undefined),
  };

  test('is taken up twenty times by one call, and left to the next', async () => {
    const { approvals, ask } = await working(setting);
    await ask('order', 1);

    const counts = [await approvals.processDue(), await approvals.processDue()].map(({ claimedCount }) => claimedCount);

    expect(counts).toEqual([20, 20]);
  });

  test('does not keep another kind from its turn', async () => {
    const { approvals, ask, claims } = await working({ ...setting, kinds: ['order', 'other'] });
    await ask('order', 1);
    await ask('other', 1);

    await approvals.processDue();

    expect(claims.filter((queue) => queue === 'default/order')).toHaveLength(20);
    expect(claims.filter((queue) => queue === 'default/other').length).toBeGreaterThanOrEqual(19);
  });
});

test('fifty records are each taken up by one call: the bound is for each of them, not for all', async () => {
  const { approvals, ask } = await working({});
  await ask('order', 50);

  expect(await approvals.processDue()).toEqual({ claimedCount: 50 });
});

describe('a call whose time is over', () => {
  /** The first claim takes all the time that the call has. */
  const slow = (): Setting => {
    const { pass } = processTime();
    return { kinds: ['order', 'other'], onClaim: (count) => (count === 1 ? pass(hour) : undefined) };
  };
  const claimedBy = async (approvals: Approvals) => (await approvals.processDue({ for: `${hour}ms` })).claimedCount;

  test('claims nothing more, of the same kind or of the next', async () => {
    const { approvals, ask, claims } = await working(slow());
    await ask('order', 20);
    await ask('other', 1);

    const claimed = await claimedBy(approvals);

    expect([claims, claimed]).toEqual([['default/order'], 8]);
  });

  test('asks no other kind either where the first left room for it', async () => {
    const { approvals, ask, claims } = await working(slow());
    await ask('order', 1);
    await ask('other', 1);

    const claimed = await claimedBy(approvals);

    expect([claims, claimed]).toEqual([['default/order'], 1]);
  });

  test('gives back what it claimed and did not start: the next call does it at once', async () => {
    const { approvals, ask } = await working(slow());
    await ask('order', 1);
    await claimedBy(approvals);
    const before = (await approvals.list()).approvals;

    await approvals.processDue();

    const after = (await approvals.list()).approvals;
    expect([before, after].map((all) => all[0]?.copies[0]?.ts === null)).toEqual([true, false]);
  });

  test('does not look for kinds that nobody works on: the next call names them', async () => {
    const { approvals, ask, clock, logger } = await working({ kinds: ['order'] });
    await ask('orphan', 1);
    clock.advance(day);

    await approvals.processDue({ for: '0ms' });
    const early = logger.lines.length;
    await approvals.processDue();

    expect([early, logger.lines.length]).toEqual([0, 1]);
    expect(logger.text()).toContain('orphan');
  });
});
