import { type KindOptions, user, usergroup } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';
import { cardIn, click } from '../world/people.js';
import { createWorld, minute, type Order, present, second, type World } from '../world/world.js';

/** The mention line of a message; null: it has none. */
function lineOf({ blocks }: { readonly blocks: readonly object[] }): string | null {
  const texts = blocks.flatMap((block) => ('text' in block ? [(block.text as { readonly text: string }).text] : []));
  return texts.find((text) => /^<[@!]/.test(text)) ?? null;
}

const posts = ({ slack }: World, channelId = 'C0PIZZA') =>
  slack.messages(channelId).filter(({ ephemeralFor }) => ephemeralFor === null);
const notified = (world: World, channelId = 'C0PIZZA') => posts(world, channelId).map((message) => message.notified);
const lines = (world: World, channelId = 'C0PIZZA') => posts(world, channelId).map(lineOf);

async function later(world: World, ms: number): Promise<void> {
  world.clock.advance(ms);
  await world.work();
}

async function asked(kind: Partial<KindOptions<Order>> = {}, options: Parameters<World['ask']>[1] = {}) {
  const world = await createWorld({ kind });
  return { world, approval: await world.ask({ size: 'large' }, options) };
}

describe('the first post of a card', () => {
  test('mentions the people and groups that may approve, in one line above the buttons', async () => {
    const { world } = await asked({ approvers: [usergroup('S0ONCALL'), user('U0CAROL')] });

    const { blocks, text, notified: told } = cardIn(world);

    expect(blocks.at(-2)).toMatchObject({ type: 'section', text: { text: '<@U0CAROL> <!subteam^S0ONCALL>' } });
    expect(text.split('\n').at(-1)).toBe('<@U0CAROL> <!subteam^S0ONCALL>');
    expect(told).toEqual(['U0ALICE', 'U0BOB', 'U0CAROL']);
  });

  test('does not mention the person who asked, if they may not approve it', async () => {
    const { world } = await asked({}, { requester: user('U0BOB') });

    expect(lines(world)).toEqual(['<@U0ALICE> <@U0CAROL>']);
  });

  test.each<[string, Partial<KindOptions<Order>>, string | null]>([
    ['nobody, if the kind says so', { mention: 'nobody' }, null],
    ['others, if the kind names them', { mention: [usergroup('S0ONCALL')] }, '<!subteam^S0ONCALL>'],
    ['the approvers, if the kind says so', { mention: 'approvers' }, '<@U0ALICE> <@U0BOB> <@U0CAROL>'],
    ['no one one by one, where more than 20 are named', { approvers: crowd(21) }, null],
  ])('mentions %s', async (_, kind, line) => {
    const { world } = await asked(kind);

    expect(lines(world)).toEqual([line]);
  });

  test('is the only one in several channels that mentions', async () => {
    const { world } = await asked({ channel: ['C0PIZZA', 'C0OPS'] });

    expect([...notified(world), ...notified(world, 'C0OPS')]).toEqual([['U0ALICE', 'U0BOB', 'U0CAROL'], []]);
  });

  test('to a person mentions no one, and leaves that to the channel', async () => {
    const { world } = await asked({ channel: [user('U0CAROL'), 'C0PIZZA'], approvers: [user('U0ALICE')] });

    expect(lines(world, 'U0CAROL')).toEqual([null]);
    expect(notified(world)).toEqual([['U0ALICE']]);
  });

  test('is mentioned by a question too, and by a guard', async () => {
    const world = await createWorld();
    const common = { channel: 'C0PIZZA', approvers: [user('U0ALICE')] };
    const question = { ...common, key: 'one', title: 'Deploy?', requester: 'ci', mention: [user('U0BOB')] } as const;
    const pay = world.approvals.guard('pay', { ...common, mention: [user('U0CAROL')] }, async () => null);
    const waiting = [world.approvals.request(question), pay(null, { key: 'two', requester: 'ci' })];
    await expect.poll(async () => (await world.approvals.list()).approvals).toHaveLength(2);
    await later(world, second);
    await later(world, second);

    expect(lines(world).toSorted()).toEqual(['<@U0BOB>', '<@U0CAROL>']);
    await world.approvals.stop();
    await Promise.allSettled(waiting);
  });
});

function crowd(count: number) {
  return Array.from({ length: count }, (_, index) => user(`U0P${index}`));
}

describe('an update', () => {
  test('mentions no one: the line is gone, and nobody is notified again', async () => {
    const { world, approval } = await asked({ quorum: { approve: 2 } });

    await click(world, approval, 'U0ALICE', 'approve');
    await world.work();

    expect(cardIn(world).text).toContain('1 of 2');
    expect(lines(world)).toEqual([null]);
    expect(cardIn(world).text).not.toContain('<@U0BOB>');
    expect(posts(world)).toHaveLength(1);
  });
});

describe('a card that is posted again', () => {
  test('mentions no one if it was deleted', async () => {
    const { world, approval } = await asked();
    const { channelId, ts } = present(approval.copies[0]);
    world.slack.deleteMessage({ userId: 'U0ALICE', channelId, ts: present(ts) });

    await world.approvals.repost(approval.id);
    await later(world, second);
    await later(world, second);

    expect(posts(world)).toHaveLength(1);
    expect(notified(world)).toEqual([[]]);
  });

  test('mentions again if its answer was lost, as no one may have seen it', async () => {
    const world = await createWorld();
    world.slack.fail({ method: 'chat.postMessage', how: 'status', status: 500 });
    await world.orders.ask({ size: 'large' }, { requester: 'alertmanager' });
    await world.approvals.flush();

    await later(world, minute);

    expect(notified(world)).toEqual([['U0ALICE', 'U0BOB', 'U0CAROL']]);
  });

  test('mentions again if the answer to a post that arrived was lost', async () => {
    const world = await createWorld();
    world.slack.fail({ method: 'chat.postMessage', how: 'lose_response' });
    await world.orders.ask({ size: 'large' }, { requester: 'alertmanager' });
    await world.approvals.flush();

    await later(world, minute);

    expect(notified(world)).toEqual(Array(2).fill(['U0ALICE', 'U0BOB', 'U0CAROL']));
  });
});

describe('a reminder', () => {
  const everyTen = { remindEvery: '10m', quorum: { approve: 2 } } as const;

  test('mentions who has not voted yet, in the thread and in the channel', async () => {
    const { world, approval } = await asked(everyTen);
    await click(world, approval, 'U0ALICE', 'approve');

    await later(world, 10 * minute);

    const [card, reminder] = posts(world);
    expect(reminder).toMatchObject({ threadTs: card?.ts, isBroadcast: true, notified: ['U0BOB', 'U0CAROL'] });
  });

  test('comes in every channel, and mentions in one', async () => {
    const { world } = await asked({ ...everyTen, channel: ['C0PIZZA', 'C0OPS'] });

    await later(world, 10 * minute);

    expect(notified(world).at(-1)).toEqual(['U0ALICE', 'U0BOB', 'U0CAROL']);
    expect(posts(world, 'C0OPS').at(-1)).toMatchObject({ notified: [], isBroadcast: true });
  });

  test('in a direct message is a reply that mentions no one', async () => {
    const { world } = await asked({ ...everyTen, channel: user('U0ALICE') });

    await later(world, 10 * minute);

    const [card, reminder] = posts(world, 'U0ALICE');
    expect(reminder).toMatchObject({ threadTs: card?.ts, isBroadcast: true });
    expect(lineOf(present(reminder))).toBeNull();
  });

  test('mentions no one where the kind mentions nobody', async () => {
    const { world } = await asked({ ...everyTen, mention: 'nobody' });

    await later(world, 10 * minute);

    expect(notified(world)).toEqual([[], []]);
  });
});

describe('an escalation', () => {
  test('mentions its own people in its own channel, and a reminder all of them', async () => {
    const { world } = await asked({
      approvers: [user('U0ALICE')],
      remindEvery: '20m',
      escalate: [{ after: '10m', approvers: [user('U0CAROL')], channel: 'C0OPS' }],
    });

    await later(world, 10 * minute);
    await later(world, 10 * minute);

    expect(notified(world)).toEqual([['U0ALICE'], ['U0ALICE', 'U0CAROL']]);
    expect(notified(world, 'C0OPS')).toEqual([['U0CAROL'], []]);
  });
});

describe('text of others', () => {
  const attack = '<@U0CAROL> <!subteam^S0ONCALL> <!channel> @everyone @here <@U0BOB|x> &lt;@U0BOB&gt;';

  test('never mentions anyone, wherever it stands', async () => {
    const { world, approval } = await asked(
      {
        approvers: [user('U0ALICE')],
        remindEvery: '10m',
        reason: { reject: 'optional' },
        steps: [attack.slice(0, 70)],
        card: () => ({
          ...{ title: attack, summary: attack, text: attack, fields: { [attack]: attack }, context: [attack] },
          links: { [attack]: 'https://ours.example/' },
        }),
      },
      { requester: '<!subteam^S0ONCALL> <!channel> @everyone &lt;!here&gt;' },
    );
    await later(world, 10 * minute);
    const { digest } = await world.get(approval.id);
    await world.approvals.vote(approval.id, {
      ...{ by: user('U0ALICE'), answer: 'reject', reason: attack, digest, via: 'test' },
    });
    await world.work();

    expect(notified(world)).toEqual([['U0ALICE'], ['U0ALICE']]);
  });
});

describe('what the kind says of its mentions', () => {
  test.each<[string, unknown]>([
    ['an unknown word', 'everyone'],
    ['a rule that is not in a list', user('U0ALICE')],
    ['a person with a malformed id', [user('alice')]],
    ['a group with a malformed id', [usergroup('oncall')]],
    ['something else than a rule', ['U0ALICE']],
  ])('is refused: %s', async (_, mention) => {
    await expect(createWorld({ kind: { mention: mention as 'nobody' } })).rejects.toMatchObject({
      code: 'invalid_options',
    });
  });

  test('is part of what people decide on, and its default is not stored', async () => {
    const [one, same, other] = await Promise.all(
      [{}, { mention: 'approvers' as const }, { mention: 'nobody' as const }].map(async (kind) => {
        const { world, approval } = await asked(kind);
        return JSON.parse((await world.row(approval.id)).body).approval.policy.mention;
      }),
    );

    expect([one, same, other]).toEqual([undefined, undefined, 'nobody']);
  });
});
