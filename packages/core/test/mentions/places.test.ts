import { channelMembers, type KindOptions, type Place, thread, user } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';
import { click, toldTo } from '../world/people.js';
import { createWorld, minute, type Order, present, second, type World } from '../world/world.js';

const posts = ({ slack }: World, channelId = 'C0PIZZA') =>
  slack.messages(channelId).filter(({ ephemeralFor }) => ephemeralFor === null);

async function later(world: World, ms: number): Promise<void> {
  world.clock.advance(ms);
  await world.work();
}

/** A message of another approval, in whose thread a card can be. */
async function withParent(kind: Partial<KindOptions<Order>> = {}) {
  const world = await createWorld({ kind });
  const first = await world.ask();
  const ts = present(present(first.copies[0]).ts);
  world.clock.advance(minute);
  const askIn = async (channel: Place | readonly Place[] = thread('C0PIZZA', ts)) =>
    await world.ask({ size: 'small' }, { channel });
  return {
    world,
    ts,
    askIn,
    deleteParent: () => world.slack.deleteMessage({ userId: 'U0ALICE', channelId: 'C0PIZZA', ts }),
  };
}

describe('a card in a thread', () => {
  test('is posted there, mentions, and takes the votes of the channel’s members', async () => {
    const { world, ts, askIn } = await withParent({ approvers: [channelMembers(), user('U0ALICE')] });

    const approval = await askIn();
    await click(world, approval, 'U0BOB', 'approve');
    await world.work();

    expect(posts(world).at(-1)).toMatchObject({ threadTs: ts, isBroadcast: false, notified: ['U0ALICE'] });
    expect(await world.get(approval.id)).toMatchObject({ status: 'approved', copies: [{ channelId: 'C0PIZZA' }] });
    expect(posts(world).at(-1)?.text).toContain('Approved');
  });

  test('answers there who clicks and may not', async () => {
    const { world, askIn } = await withParent({ approvers: [user('U0ALICE')] });

    await click(world, await askIn(), 'U0BOB', 'approve');

    expect(toldTo(world, 'U0BOB')).toContain('not one of the approvers');
  });

  test('is reminded of in the same thread', async () => {
    const { world, ts, askIn } = await withParent({ remindEvery: '10m' });
    const approval = await askIn();

    await later(world, 10 * minute);
    await later(world, second);

    const reminders = posts(world).filter(({ isBroadcast }) => isBroadcast);
    expect(approval.copies[0]?.ts).not.toBe(ts);
    expect(reminders.map(({ threadTs }) => threadTs)).toEqual([ts, ts]);
  });

  test('goes to the channel if its message was deleted, once', async () => {
    const { world, askIn, deleteParent } = await withParent();
    deleteParent();

    const approval = await askIn();

    expect(posts(world)).toMatchObject([{ threadTs: null, notified: ['U0ALICE', 'U0BOB', 'U0CAROL'] }]);
    expect((await world.approvals.history(approval.id)).map(({ event }) => event)).toMatchObject([
      { type: 'asked', channels: ['C0PIZZA'] },
      { type: 'card_moved', channelId: 'C0PIZZA', reason: 'thread_not_found' },
    ]);
    expect(approval).toMatchObject({ copies: [{ channelId: 'C0PIZZA', problem: null }], attention: null });
  });

  test.each(['restricted_action_thread_locked', 'cannot_reply_to_message'] as const)(
    'goes to the channel if Slack refuses replies: %s',
    async (error) => {
      const { world, ts, askIn } = await withParent();
      world.slack.lockThread({ channelId: 'C0PIZZA', ts, error });

      const approval = await askIn();

      expect(approval.copies).toMatchObject([{ ts: posts(world).at(-1)?.ts }]);
      expect(posts(world).at(-1)?.threadTs).toBeNull();
    },
  );

  test('is not posted a second time where the channel has a card', async () => {
    const { world, ts, askIn, deleteParent } = await withParent();
    deleteParent();

    const approval = await askIn([thread('C0PIZZA', ts), 'C0PIZZA']);

    expect(posts(world)).toHaveLength(1);
    expect(approval.copies).toHaveLength(1);
  });

  test('is another one than a card in the channel, and than one in another thread', async () => {
    const { world, ts, askIn } = await withParent();
    const other = present(posts(world)[0]).ts;

    const approval = await askIn([
      thread('C0PIZZA', ts),
      'C0PIZZA',
      thread('C0PIZZA', '1.5'),
      thread('C0PIZZA', other),
    ]);

    expect(approval.copies).toHaveLength(3);
  });

  test('is kept over a crash, as its record names the thread', async () => {
    const { world, ts } = await withParent();
    const place = thread('C0PIZZA', ts);

    const { approval } = await world.orders.ask({ size: 'small' }, { requester: 'ci', channel: place });

    const { approval: stored, history } = JSON.parse((await world.row(approval.id)).body);
    expect(stored.work.copies[0].place).toEqual(place);
    expect(history[0].event).toMatchObject({ channels: ['C0PIZZA'], places: [place] });
  });
});

describe('a direct message', () => {
  test.each<[string, Place]>([
    ['user(…)', user('U0ALICE')],
    ['a user id', 'U0ALICE'],
  ])('is a place, given as %s', async (_, channel) => {
    const world = await createWorld({ kind: { channel } });

    const approval = await world.ask();
    await click(world, approval, 'U0ALICE', 'approve');

    expect(posts(world, 'U0ALICE')).toHaveLength(1);
    expect(await world.get(approval.id)).toMatchObject({ status: 'approved' });
    expect((await world.approvals.history(approval.id))[0]?.event).not.toHaveProperty('places');
  });

  test('takes no votes of members of a channel', async () => {
    const world = await createWorld({ kind: { channel: user('U0ALICE'), approvers: [channelMembers()] } });

    await click(world, await world.ask(), 'U0ALICE', 'approve');

    expect(toldTo(world, 'U0ALICE', 'U0ALICE')).toContain('use the card in its channel');
  });
});

describe('every option that names a place', () => {
  const place = thread('C0PIZZA', '1.5');

  test.each<[string, Partial<KindOptions<Order>>]>([
    ['channel', { channel: place }],
    ['channel, several', { channel: ['C0OPS', place] }],
    ['channel, by payload', { channel: () => place }],
    ['escalate', { escalate: [{ after: '10m', channel: place }] }],
  ])('takes a thread: %s', async (_, kind) => {
    const world = await createWorld({ kind });
    await world.ask();
    await later(world, 10 * minute);

    expect(posts(world).map(({ threadTs }) => threadTs)).toContain('1.5');
  });

  test('names threads in an escalation’s entry of the history', async () => {
    const world = await createWorld({ kind: { escalate: [{ after: '10m', channel: [place, 'C0OPS'] }] } });
    const { id } = await world.ask();

    await later(world, 10 * minute);

    expect((await world.approvals.history(id)).at(-1)?.event).toMatchObject({
      ...{ type: 'escalated', channels: ['C0PIZZA', 'C0OPS'], places: [place, 'C0OPS'] },
    });
  });

  test.each<[string, unknown]>([
    ['a thread of a person', thread('U0ALICE', '1.5')],
    ['a thread without a message', thread('C0PIZZA', '')],
    ['a thread in no channel', thread('#pizza', '1.5')],
    ['a rule that is no person', channelMembers()],
    ['a person by their name', user('alice')],
    ['a channel as a person', user('C0PIZZA')],
  ])('refuses %s', async (_, channel) => {
    const wrong = channel as Place;

    await expect(createWorld({ kind: { channel: wrong } })).rejects.toMatchObject({ code: 'invalid_options' });
    await expect(createWorld({ kind: { escalate: [{ after: '1m', channel: wrong }] } })).rejects.toMatchObject({
      code: 'invalid_options',
    });
  });
});
