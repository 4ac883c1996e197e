import { type KindOptions, user } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';
import { cardIn, click, toldDirectly } from '../world/people.js';
import { createWorld, hour, minute, type Order, second, type World } from '../world/world.js';

async function later(world: World, ms: number): Promise<void> {
  world.clock.advance(ms);
  await world.work();
}

const reminders = ({ slack }: World, channelId = 'C0PIZZA') =>
  slack.messages(channelId).filter(({ threadTs }) => threadTs !== null);

describe('reminders', () => {
  test('come in the thread of every card, as often as declared, and say what they are about', async () => {
    const world = await createWorld({ kind: { remindEvery: '10m', channel: ['C0PIZZA', 'C0OPS'] } });
    const approval = await world.ask();

    await later(world, 10 * minute - second);
    const early = reminders(world).length;
    for (const ms of [second, 10 * minute, 10 * minute]) await later(world, ms);

    expect(early).toBe(0);
    expect([reminders(world).length, reminders(world, 'C0OPS').length]).toEqual([3, 3]);
    expect(reminders(world)[0]).toMatchObject({ threadTs: approval.copies[0]?.ts });
    expect(reminders(world)[0]?.text).toContain('Order pizza?');
  });

  test('that nobody could send meanwhile come as one', async () => {
    const world = await createWorld({ kind: { remindEvery: '10m' } });
    await world.ask();

    await later(world, 5 * hour);

    expect(reminders(world)).toHaveLength(1);
  });

  test('of many cards in one channel take a second each, and none is lost', async () => {
    const world = await createWorld({ kind: { remindEvery: '10m' }, slack: { rateLimits: { postBurst: 1 } } });
    for (let count = 0; count < 5; count += 1) await world.orders.ask({ size: 'large' }, { requester: 'alertmanager' });
    await world.approvals.flush();
    for (let seconds = 0; seconds < 10; seconds += 1) await later(world, second);

    await later(world, 10 * minute - 10 * second);
    const atOnce = reminders(world).length;
    for (let seconds = 0; seconds < 10; seconds += 1) await later(world, second);

    expect(atOnce).toBe(1);
    expect(reminders(world)).toHaveLength(5);
    expect(world.slack.traffic.filter(({ status }) => status === 429)).toEqual([]);
  });

  test('are none where none are declared', async () => {
    const world = await createWorld();
    await world.ask();

    await later(world, 5 * hour);

    expect(reminders(world)).toEqual([]);
  });
});

describe('a person who asked is told the outcome, privately', () => {
  const endings: [string, Partial<KindOptions<Order>>, (world: World, id: string) => Promise<unknown>, string][] = [
    ['approved', {}, async (world, id) => click(world, await world.get(id), 'U0BOB', 'approve'), 'Approved by'],
    [
      'rejected, with the reason',
      {},
      async ({ approvals }, id) => {
        const digest = (await approvals.get(id))?.digest ?? '';
        const ballot = { by: user('U0BOB'), answer: 'reject', reason: 'too late', digest, via: 'test' } as const;
        return await approvals.vote(id, ballot);
      },
      'too late',
    ],
    ['expired', { expiresIn: '1h' }, async (world) => world.clock.advance(hour), 'Expired'],
    [
      'withdrawn',
      {},
      ({ approvals }, id) => approvals.withdraw(id, { by: 'alertmanager', reason: 'resolved' }),
      'Withdrawn by alertmanager',
    ],
  ];

  test.each(endings)('%s', async (_, kind, end, words) => {
    const world = await createWorld({ kind });
    const { id } = await world.ask({ size: 'large' }, { requester: user('U0ALICE') });

    await end(world, id);
    await world.work();

    expect(toldDirectly(world, 'U0ALICE')).toContain(words);
    expect(world.slack.messages('U0ALICE')).toHaveLength(1);
  });

  test('unless the kind notifies nobody', async () => {
    const world = await createWorld({ kind: { notify: 'nobody' } });
    const approval = await world.ask({ size: 'large' }, { requester: user('U0ALICE') });

    await click(world, approval, 'U0BOB', 'approve');
    await world.work();

    expect(toldDirectly(world, 'U0ALICE')).toBeNull();
  });

  test('and a system is told nothing in Slack', async () => {
    const world = await createWorld();
    await click(world, await world.ask(), 'U0BOB', 'approve');
    await world.work();

    expect(world.slack.traffic.filter(({ method }) => method === 'chat.postMessage')).toHaveLength(1);
  });
});

describe('what nobody answers', () => {
  const ended = async (onExpiry: 'expire' | 'reject' | 'approve' | undefined, lateMs = 0) => {
    const outcomes: unknown[] = [];
    const world = await createWorld({
      kind: {
        ...(onExpiry === undefined ? {} : { onExpiry }),
        expiresIn: '1h',
        onDecision: async ({ outcome, decidedBy }) => void outcomes.push([outcome, decidedBy]),
      },
    });
    const { id } = await world.ask();
    await later(world, hour - second);
    const before = (await world.get(id)).status;
    await later(world, second + lateMs);
    return { world, before, status: (await world.get(id)).status, outcomes };
  };

  test.each([
    [undefined, 'expired'],
    ['expire', 'expired'],
    ['reject', 'rejected'],
    ['approve', 'approved'],
  ] as const)('ends as declared (%s): %s, decided by nobody', async (onExpiry, outcome) => {
    const { before, status, outcomes } = await ended(onExpiry);

    expect([before, status]).toEqual(['pending', outcome]);
    expect(outcomes).toEqual([[outcome, []]]);
  });

  test('a declared approval that could not be decided within five minutes is an expiry', async () => {
    const inTime = await ended('approve', 5 * minute);
    const tooLate = await ended('approve', 5 * minute + 1);

    expect([inTime.status, tooLate.status]).toEqual(['approved', 'expired']);
    expect(cardIn(tooLate.world).text).toContain('Expired');
  });

  test('waits for good where that is spelled out', async () => {
    const world = await createWorld({ kind: { expiresIn: 'never' } });
    const { id, expiresAt } = await world.ask();

    await later(world, 100 * 24 * hour);

    expect([expiresAt, (await world.get(id)).status]).toEqual([null, 'pending']);
  });

  test('expires after a day where nothing is said', async () => {
    const world = await createWorld();
    const { askedAt, expiresAt } = await world.ask();

    expect(expiresAt).toBe(askedAt + 24 * hour);
  });
});

describe('an escalation', () => {
  const kind = {
    approvers: [user('U0ALICE')],
    escalate: [
      { after: '30m', approvers: [user('U0CAROL')], channel: ['C0OPS'] },
      { after: '10m', approvers: [user('U0BOB')] },
    ],
  };
  const mayDecide = async ({ approvals }: World, id: string, userId: string) =>
    (await approvals.explain(id, { userId, teamId: 'T0PIZZA', enterpriseId: null })).answer === 'allowed';

  test('lets others decide, step by step, beside those who already may', async () => {
    const world = await createWorld({ kind });
    const { id } = await world.ask();
    const able: boolean[][] = [];

    for (const ms of [0, 10 * minute, 20 * minute]) {
      await later(world, ms);
      const people = ['U0ALICE', 'U0BOB', 'U0CAROL'];
      able.push(await Promise.all(people.map((userId) => mayDecide(world, id, userId))));
    }

    expect(able).toEqual([
      [true, false, false],
      [true, true, false],
      [true, true, true],
    ]);
    expect(cardIn(world, 'C0OPS').text).toContain('Order pizza?');
  });

  test('is history', async () => {
    const world = await createWorld({ kind });
    const { id } = await world.ask();
    await later(world, 30 * minute);

    const events = (await world.approvals.history(id)).map(({ event }) => event).slice(1);

    expect(events).toEqual([
      { type: 'escalated', level: 1, channels: [] },
      { type: 'escalated', level: 2, channels: ['C0OPS'] },
    ]);
  });

  test('never comes once it is decided', async () => {
    const world = await createWorld({ kind });
    await click(world, await world.ask(), 'U0ALICE', 'reject');
    await world.slack.submit({
      userId: 'U0ALICE',
      viewId: world.slack.views('U0ALICE')[0]?.id ?? '',
      values: { reason: 'no' },
    });
    await later(world, hour);

    expect(world.slack.messages('C0OPS')).toEqual([]);
  });
});
