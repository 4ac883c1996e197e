import { anyone, channelMembers, type KindOptions, user, usergroup } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';
import { deferred } from '../world/deferred.js';
import { click } from '../world/people.js';
import { createWorld, day, type Order, present, type World } from '../world/world.js';

const shown = ({ slack }: World, userId: string) => JSON.stringify(present(slack.views(userId).at(-1)).blocks);
const press = async ({ slack }: World, userId: string, verb: string) =>
  await slack.click({
    userId,
    viewId: present(slack.views(userId).at(-1)).id,
    actionId: `approval:default:${verb}`,
  });

/** The calls that went to Slack, by method. */
function callsOf({ slack }: World, method: string): number {
  return slack.traffic.filter((entry) => entry.direction === 'in' && entry.method === method).length;
}

/** A Slack that answers a look-up of a user group once `slow` is over. */
function slowGroups() {
  const slow = deferred<null>();
  const fetch: typeof globalThis.fetch = async (input, init) => {
    if (String(input).endsWith('usergroups.users.list')) await slow.promise;
    return await globalThis.fetch(input, init);
  };
  return { access: { fetch }, slow };
}

const onCall = { approvers: [usergroup('S0ONCALL')] };
const askedByAlice = { requester: user('U0ALICE') };

describe('the details tell the person who opens them', () => {
  test.each<[who: string, userId: string, kind: Partial<KindOptions<Order>>, asked: object, told: string]>([
    ['an approver by name', 'U0ALICE', {}, {}, 'You can approve or reject this.'],
    ['the requester', 'U0ALICE', {}, askedByAlice, 'You asked for this yourself, so someone else has to decide it.'],
    [
      'the requester, if the kind allows it',
      'U0ALICE',
      { allowSelfApproval: true },
      askedByAlice,
      'You can approve or reject this.',
    ],
    ['a member of the group', 'U0ALICE', onCall, {}, 'You can approve or reject this.'],
    ['a person outside the group', 'U0CAROL', onCall, {}, 'You are not one of the approvers of this.'],
    [
      'a guest',
      'U0GUEST',
      { approvers: [channelMembers()] },
      {},
      'Guests cannot decide this unless they are named as approvers.',
    ],
    ['a member of the channel', 'U0BOB', { approvers: [channelMembers()] }, {}, 'You can approve or reject this.'],
    [
      'a person of another workspace',
      'U0OUTSIDER',
      { channel: 'C0PARTNER', approvers: [anyone()] },
      {},
      'People from outside this workspace cannot decide this unless they are named as approvers.',
    ],
    [
      'a person of another workspace who is named',
      'U0OUTSIDER',
      { channel: 'C0PARTNER', approvers: [user('U0OUTSIDER')] },
      {},
      'You can approve or reject this.',
    ],
  ])('%s', async (_, userId, kind, asked, told) => {
    const world = await createWorld({ kind });
    const approval = await world.ask({ size: 'large' }, asked);

    await click(world, approval, userId, 'details');

    expect(shown(world, userId)).toContain(`"${told}"`);
  });

  test('that the answer is in, and that the other one can still be given', async () => {
    const world = await createWorld({ kind: { quorum: { approve: 2 } } });
    const approval = await world.ask();
    await click(world, approval, 'U0ALICE', 'approve');
    await click(world, approval, 'U0ALICE', 'details');
    expect(shown(world, 'U0ALICE')).toContain('"Your answer is in. You can reject this."');

    await press(world, 'U0ALICE', 'take_back_vote');

    expect(shown(world, 'U0ALICE')).toContain('"You can approve or reject this."');
  });

  test('of an approval that is set aside too, as an answer counts there and starts its work again', async () => {
    const world = await createWorld();
    const approval = await world.ask();
    const row = await world.row(approval.id);
    const record = JSON.parse(row.body);
    record.approval.work.setAside = true;
    await world.store.put({ ...row, body: JSON.stringify(record) }, row.version);

    await click(world, approval, 'U0ALICE', 'details');
    expect(shown(world, 'U0ALICE')).toContain('"You can approve or reject this."');
    await click(world, approval, 'U0ALICE', 'approve');

    expect(await world.get(approval.id)).toMatchObject({ status: 'approved' });
  });

  test('to use the card, where the private card they look at is no card', async () => {
    const world = await createWorld({ kind: { approvers: [channelMembers()], allowSelfApproval: true } });
    const { id } = await world.ask({ size: 'large' }, askedByAlice);
    await world.slack.command({ userId: 'U0ALICE', channelId: 'C0OPS', command: '/approvals', text: `show ${id}` });
    const { ts } = present(world.slack.messages('C0OPS', { asUser: 'U0ALICE' }).at(-1));

    await world.slack.click({ userId: 'U0ALICE', channelId: 'C0OPS', ts, actionId: 'approval:default:details' });

    expect(shown(world, 'U0ALICE')).toContain('please use the card in "},{"type":"channel","channel_id":"C0PIZZA"}');
  });

  test('in the words of the app, or nothing at all', async () => {
    const told = async (mayDecide: () => string) => {
      const world = await createWorld({ options: { messages: { mayDecide } } });
      await click(world, await world.ask(), 'U0ALICE', 'details');
      return shown(world, 'U0ALICE');
    };

    expect(await told(() => 'Nur zu.')).toContain('"Nur zu."');
    expect(await told(() => '')).not.toContain('You can');
  });
});

describe('what Slack has to be asked about', () => {
  test('is shown once Slack has answered, in the details that are open already', async () => {
    const { access, slow } = slowGroups();
    const world = await createWorld({ access, kind: onCall });
    const approval = await world.ask();

    const clicked = click(world, approval, 'U0ALICE', 'details');
    await expect.poll(() => world.slack.views('U0ALICE').length).toBe(1);
    expect(shown(world, 'U0ALICE')).toContain('Slack is being asked whether you may decide this.');
    slow.resolve(null);

    expect(await clicked).toMatchObject({ status: 200, failure: null });
    expect(shown(world, 'U0ALICE')).toContain('You can approve or reject this.');
    expect(callsOf(world, 'views.update')).toBe(1);
  });

  test('is asked once: the next details show it when they open', async () => {
    const world = await createWorld({ kind: onCall });
    const approval = await world.ask();

    for (const userId of ['U0ALICE', 'U0CAROL', 'U0BOB']) await click(world, approval, userId, 'details');

    expect(callsOf(world, 'usergroups.users.list')).toBe(1);
    expect(callsOf(world, 'views.update')).toBe(1);
    expect(shown(world, 'U0CAROL')).toContain('You are not one of the approvers of this.');
  });

  test('does not replace what the person has opened in that modal since then', async () => {
    const { access, slow } = slowGroups();
    const world = await createWorld({ access, kind: { ...onCall, allowSelfApproval: true } });
    const approval = await world.ask({ size: 'large' }, askedByAlice);
    const clicked = click(world, approval, 'U0ALICE', 'details');
    await expect.poll(() => world.slack.views('U0ALICE').length).toBe(1);
    await press(world, 'U0ALICE', 'withdraw');

    slow.resolve(null);
    await clicked;
    await world.approvals.flush();

    expect(callsOf(world, 'views.update')).toBe(2);
    expect(present(world.slack.views('U0ALICE').at(-1)).title).toBe('Withdraw');
    expect(world.log.text()).not.toContain('slack_call_failed');
  });

  test('may stay unknown: the scope that the app lacks is named', async () => {
    const world = await createWorld({ slack: { scopes: ['chat:write'] }, kind: onCall });
    const approval = await world.ask();

    const sent = await click(world, approval, 'U0ALICE', 'details');

    expect(sent).toMatchObject({ status: 200, failure: null });
    expect(shown(world, 'U0ALICE')).toContain('lacks the scope usergroups:read');
  });

  test('is not asked about a person who is named, or who asked', async () => {
    const world = await createWorld({ kind: { approvers: [user('U0BOB'), usergroup('S0ONCALL')] } });
    const approval = await world.ask({ size: 'large' }, askedByAlice);

    for (const userId of ['U0ALICE', 'U0BOB']) await click(world, approval, userId, 'details');

    expect(callsOf(world, 'usergroups.users.list')).toBe(0);
  });
});

describe('once it is over, the outcome is there instead', () => {
  test.each<[how: string, end: (world: World, id: string) => Promise<unknown>]>([
    ['approved', async (world, id) => await click(world, await world.get(id), 'U0BOB', 'approve')],
    ['withdrawn', async (world, id) => await world.approvals.withdraw(id, { by: 'test', reason: 'over' })],
    [
      'expired',
      async (world) => {
        world.clock.advance(day);
        await world.work();
      },
    ],
    [
      'erased',
      async (world, id) => {
        await world.approvals.withdraw(id, { by: 'test', reason: 'over' });
        await world.approvals.flush();
        await world.approvals.erase(id);
      },
    ],
  ])('%s', async (_, end) => {
    const mayDecide = () => 'whether you may decide';
    const world = await createWorld({ options: { messages: { mayDecide } } });
    const approval = await world.ask();
    await click(world, approval, 'U0ALICE', 'details');
    expect(shown(world, 'U0ALICE')).toContain(mayDecide());
    await end(world, approval.id);
    await world.work();

    await click(world, await world.get(approval.id), 'U0ALICE', 'details');

    expect(shown(world, 'U0ALICE')).not.toContain(mayDecide());
  });
});
