import { type KindOptions, user, usergroup } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';
import { thrownBy } from '../world/thrown-by.js';
import { anyPayload, createWorld, hour, type Order, type OrderOptions, start } from '../world/world.js';

const alice = user('U0ALICE');
const bob = user('U0BOB');
const security = { name: 'Security', approvers: [alice] };
const operations = { name: 'Operations', approvers: [bob] };
// as: a test gives what a compiler refuses
const kindWith = (change: object) => change as Partial<OrderOptions>;
const inStages = (stages: unknown, change: object = {}) => kindWith({ approvers: undefined, stages, ...change });

describe('a policy that depends on what is asked', () => {
  const isLarge = ({ size }: Order): boolean => size === 'large';
  const depends = kindWith({
    channel: (order: Order) => (isLarge(order) ? 'C0OPS' : 'C0PIZZA'),
    approvers: (order: Order) => (isLarge(order) ? [alice, bob] : [alice]),
    quorum: (order: Order) => (isLarge(order) ? { approve: 2 } : {}),
    expiresIn: (order: Order) => (isLarge(order) ? '1h' : 'never'),
    vetoers: (order: Order) => (isLarge(order) ? [user('U0CAROL')] : []),
  });

  test('is computed when it is asked, and stored with the approval', async () => {
    const world = await createWorld({ kind: depends });
    const large = await world.ask({ size: 'large' });
    const small = await world.ask({ size: 'small' });
    const policyOf = async (id: string) => (await world.approvals.history(id))[0]?.event['policy'];

    expect([large.copies, small.copies]).toMatchObject([[{ channelId: 'C0OPS' }], [{ channelId: 'C0PIZZA' }]]);
    expect([large.expiresAt, small.expiresAt]).toEqual([expect.any(Number), null]);
    expect(await policyOf(large.id)).toMatchObject({ approvers: [{}, {}], quorum: { approve: 2 }, vetoers: [{}] });
    expect(await policyOf(small.id)).toMatchObject({ approvers: [{}], quorum: { approve: 1 } });
    expect(await policyOf(small.id)).not.toHaveProperty('vetoers');
  });

  test('is computed again by an amendment, which leaves the channel and the expiry', async () => {
    const world = await createWorld({ kind: depends });
    const { id } = await world.ask({ size: 'large' });

    await world.orders.amend({ id }, { size: 'small' }, { by: 'alertmanager' });

    const event = (await world.approvals.history(id)).at(-1)?.event;
    expect(event).toMatchObject({
      type: 'amended',
      policy: { quorum: { approve: 1 }, schedule: { expiresInMs: hour } },
    });
    expect(await world.get(id)).toMatchObject({ copies: [{ channelId: 'C0OPS' }], expiresAt: start + hour });
  });

  test('is a part of the digest', async () => {
    const world = await createWorld({
      kind: kindWith({ approvers: ({ size }: Order) => (size === 'a' ? [alice] : [bob]) }),
    });
    const preview = await world.orders.preview({ size: 'a' });

    expect(preview.approvers).toEqual(['The person U0ALICE']);
    expect((await world.orders.preview({ size: 'b' })).approvers).toEqual(['The person U0BOB']);
    expect((await world.ask({ size: 'a' })).digest).not.toBe((await world.ask({ size: 'b' })).digest);
  });

  test.each<[string, object, string]>([
    [
      'approvers throw',
      {
        approvers: () => {
          throw new Error('no team');
        },
      },
      'invalid_options',
    ],
    ['approvers are none', { approvers: () => [] }, 'invalid_options'],
    ['approvers are undefined', { approvers: () => undefined }, 'invalid_options'],
    ['approvers are a promise', { approvers: async () => await Promise.reject(new Error('later')) }, 'invalid_options'],
    ['an approver is no rule', { approvers: () => ['U0ALICE'] }, 'invalid_options'],
    ['a rule has a key of its own', { approvers: () => [{ ...alice, name: 'Alice' }] }, 'invalid_options'],
    ['the quorum is a number', { quorum: () => 2 }, 'invalid_options'],
    ['the quorum cannot be met', { quorum: () => ({ approve: 9 }) }, 'unsatisfiable_policy'],
    ['the time is no duration', { expiresIn: () => 'soon' }, 'invalid_options'],
    ['a vetoer has a count', { vetoers: () => [usergroup('S0ONCALL', 1)] }, 'invalid_options'],
    [
      'the channel throws',
      {
        channel: () => {
          throw new Error('no channel');
        },
      },
      'invalid_argument',
    ],
    [
      'the title throws',
      {
        card: undefined,
        title: () => {
          throw new Error('no title');
        },
      },
      'invalid_options',
    ],
    ['there are no stages', { approvers: undefined, stages: () => [] }, 'invalid_options'],
    [
      'one person alone decides two stages',
      { approvers: undefined, stages: () => [security, { ...security, name: 'b' }] },
      'unsatisfiable_policy',
    ],
  ])('refuses to ask, and stores nothing, where %s', async (_, change, code) => {
    const world = await createWorld({ kind: kindWith(change) });

    const asking = world.orders.ask({ size: 'large' }, { requester: 'ci' });

    await expect(asking).rejects.toMatchObject({ code, message: expect.stringContaining('order') });
    expect((await world.approvals.list()).approvals).toEqual([]);
  });

  test('says what a function threw as the cause', async () => {
    const cause = new Error('no team');
    const world = await createWorld({
      kind: kindWith({
        approvers: () => {
          throw cause;
        },
      }),
    });

    await expect(world.orders.ask({ size: 'large' }, { requester: 'ci' })).rejects.toMatchObject({ cause });
  });
});

describe('stages that cannot be used are refused when they are defined', () => {
  test.each<[string, object, string]>([
    ['with approvers too', kindWith({ stages: [security] }), 'invalid_options'],
    ['with a quorum of the kind', inStages([security], { quorum: { approve: 2 } }), 'invalid_options'],
    ['with an escalation of the kind', inStages([security], { escalate: [] }), 'invalid_options'],
    ['that expire into an approval', inStages([security], { onExpiry: 'approve' }), 'invalid_options'],
    ['that are no list', inStages('Security'), 'invalid_options'],
    ['that are empty', inStages([]), 'invalid_options'],
    [
      'that are too many',
      inStages(Array.from({ length: 11 }, (_, n) => ({ ...security, name: `${n}` }))),
      'invalid_options',
    ],
    ['without an object', inStages([null]), 'invalid_options'],
    ['without a name', inStages([{ ...security, name: ' ' }]), 'invalid_options'],
    ['with a long name', inStages([{ ...security, name: 'a'.repeat(76) }]), 'invalid_options'],
    ['with one name twice', inStages([security, { ...operations, name: 'Security' }]), 'invalid_options'],
    ['without approvers', inStages([{ name: 'Security' }]), 'invalid_options'],
    ['with a quorum of none', inStages([{ ...security, quorum: 0 }]), 'invalid_options'],
    ['with a malformed place', inStages([{ ...security, channel: '#security' }]), 'invalid_options'],
    ['with an empty place', inStages([{ ...security, channel: ['C0OPS', ''] }]), 'invalid_options'],
    ['with a malformed time', inStages([{ ...security, expiresIn: 'never' }]), 'invalid_options'],
    ['with an escalation that is none', inStages([{ ...security, escalate: [{ after: '5m' }] }]), 'invalid_options'],
    ['with an unknown option', inStages([{ ...security, qorum: 2 }]), 'invalid_options'],
    ['that nobody could decide', inStages([{ ...security, quorum: 2 }]), 'unsatisfiable_policy'],
    ['with vetoers that are no list', kindWith({ vetoers: 'U0ALICE' }), 'invalid_options'],
  ])('%s', async (_, kind, code) => {
    const world = await createWorld();
    const base = { schema: anyPayload<Order>(), channel: 'C0PIZZA', approvers: [alice], ...kind };

    // as: a test gives what a compiler refuses
    expect(thrownBy(() => world.approvals.define('staged', base as unknown as KindOptions<Order>))).toMatchObject({
      code,
    });
  });

  test('and when they are asked, if only those who ask could decide one, or the cards are too many', async () => {
    const places = Array.from({ length: 20 }, (_, n) => `C0PLACE${n}`);
    const world = await createWorld({ kind: inStages([security, { ...operations, channel: places }]) });
    const ask = async (requester: string | typeof alice) => await world.orders.ask({ size: 'large' }, { requester });

    await expect(ask(alice)).rejects.toMatchObject({
      code: 'unsatisfiable_policy',
      message: expect.stringContaining('the stage "Security"'),
    });
    await expect(ask('ci')).rejects.toMatchObject({ code: 'invalid_argument' });
  });
});

test('an amendment whose stages have too many cards is refused, and changes nothing', async () => {
  const many = Array.from({ length: 20 }, (_, n) => `C0PLACE${n}`);
  const world = await createWorld({
    kind: inStages(({ size }: Order) => (size === 'huge' ? [{ ...security, channel: many }] : [security])),
  });
  const { id } = await world.ask();

  const amending = world.orders.amend({ id }, { size: 'huge' }, { by: 'alertmanager' });

  await expect(amending).rejects.toMatchObject({ code: 'invalid_argument' });
  expect(await world.get(id)).toMatchObject({ revision: 1, status: 'pending' });
});

describe('stages and vetoers', () => {
  test('are in a preview', async () => {
    const world = await createWorld({ kind: inStages([security, operations]) });

    const { approvers, notifies, blocks } = await world.orders.preview({ size: 'large' });

    expect(approvers).toEqual(['The person U0ALICE', 'The person U0BOB']);
    expect(notifies).toEqual(['The person U0ALICE']);
    expect(JSON.stringify(blocks)).toContain('Stage 1 of 2: Security');
  });

  test('are taken by guard and request', async () => {
    const world = await createWorld();
    const stages = [security, operations] as const;
    const guarded = world.approvals.guard('staged', { channel: 'C0PIZZA', stages }, async (_: number) => 'done');
    const calls = [
      guarded(5, { key: 'call', requester: 'ci' }),
      world.approvals.request({ key: 'question', requester: 'ci', title: 'Deploy?', channel: 'C0PIZZA', stages }),
    ];
    world.approvals.start();
    const pending = async () => (await world.approvals.list({ status: 'pending' })).approvals;
    while ((await pending()).length < calls.length) await world.approvals.flush();
    for (const by of [alice, bob])
      for (const { id, digest } of await pending())
        await world.approvals.vote(id, { by, answer: 'approve', digest, via: 'test' });

    expect(await Promise.all(calls)).toMatchObject(['done', { outcome: 'approved' }]);
    await world.approvals.stop();
  });
});
