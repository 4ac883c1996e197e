import { channelMembers, user, usergroup } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';
import { cardIn, click } from '../world/people.js';
import { createWorld, minute } from '../world/world.js';

const bob = user('U0BOB');
const carol = user('U0CAROL');

describe('everybody who amended since it was asked', () => {
  test.each([
    ['the first of two', 'U0BOB'],
    ['the second of two', 'U0CAROL'],
  ])('%s cannot approve: a second amendment launders nothing', async (_, userId) => {
    const world = await createWorld();
    const { id } = await world.ask();
    await world.orders.amend({ id }, { size: 'small' }, { by: bob });
    await world.orders.amend({ id }, { size: 'tiny' }, { by: carol });
    await world.work();

    await click(world, await world.get(id), userId, 'approve');
    await world.work();

    expect(await world.get(id)).toMatchObject({ status: 'pending', votes: [] });
    expect(await world.approvals.explain(id, { userId, teamId: 'T0PIZZA', enterpriseId: null })).toMatchObject({
      code: 'self_approval',
    });
  });

  test('does not count again for giving the same payload', async () => {
    const world = await createWorld();
    const { id } = await world.ask({ size: 'large' });
    await world.orders.amend({ id }, { size: 'large' }, { by: bob });

    await click(world, await world.get(id), 'U0BOB', 'approve');

    expect(await world.get(id)).toMatchObject({ status: 'approved' });
  });
});

describe('a name that contains a Slack user id', () => {
  test.each([
    ...['slack:U0ALICE', 'Ｕ0ALICE', 'u0alice', 'bot (U0ALICE)', '<@U0ALICE>', 'on behalf of @U0ALICE', 'U0ALICEbot'],
    ...['W012A3CDE', 'ci/U023BECGF', 'ｓｌａｃｋ：ｕ０ａｌｉｃｅ', 'U\u200b0ALICE', 'team UABC12DEF'],
  ])('is refused as a requester: %s', async (requester) => {
    const world = await createWorld();

    await expect(world.orders.ask({ size: 'large' }, { requester })).rejects.toMatchObject({
      code: 'invalid_requester',
    });
  });

  test.each([
    ...['alertmanager', 'upstream', 'web-server', 'Ubuntu 22.04', 'worker-17', 'CI of the WEBSITE', 'user-service'],
    ...['gpu0', 'ubuntu2204', 'workflow 2', 'uw'],
  ])('a plain name stays one: %s', async (requester) => {
    const world = await createWorld();

    await expect(world.orders.ask({ size: 'large' }, { requester })).resolves.toMatchObject({ created: true });
  });

  test('is refused in amend and withdraw, too', async () => {
    const world = await createWorld();
    const { id } = await world.ask();

    await expect(world.orders.amend({ id }, { size: 'small' }, { by: 'slack:U0BOB' })).rejects.toMatchObject({
      code: 'invalid_requester',
    });
    await expect(world.approvals.withdraw(id, { by: 'u0bob', reason: 'no' })).rejects.toMatchObject({
      code: 'invalid_requester',
    });
  });
});

describe('where only those who ask could decide', () => {
  test('asking throws, and nothing is stored', async () => {
    const world = await createWorld({ kind: { approvers: [bob] } });

    await expect(world.orders.ask({ size: 'large' }, { requester: bob })).rejects.toMatchObject({
      code: 'unsatisfiable_policy',
    });
    expect((await world.approvals.list()).approvals).toEqual([]);
  });

  test('so does an amendment by the last who could', async () => {
    const world = await createWorld({ kind: { approvers: [bob, carol] } });
    const { approval } = await world.orders.ask({ size: 'large' }, { requester: carol });

    await expect(world.orders.amend(approval, { size: 'small' }, { by: bob })).rejects.toMatchObject({
      code: 'unsatisfiable_policy',
    });
    expect(await world.get(approval.id)).toMatchObject({ revision: 1, payload: { size: 'large' } });
  });

  test('also where those who could have changed it one after the other', async () => {
    const world = await createWorld({ kind: { approvers: [bob, carol] } });
    const { approval } = await world.orders.ask({ size: 'large' }, { requester: 'alertmanager' });
    await world.orders.amend(approval, { size: 'small' }, { by: bob });

    await expect(world.orders.amend(approval, { size: 'tiny' }, { by: carol })).rejects.toMatchObject({
      code: 'unsatisfiable_policy',
    });
    expect(await world.get(approval.id)).toMatchObject({ revision: 2, payload: { size: 'small' } });
  });

  test('the card says so where only Slack knows who is in the group', async () => {
    const world = await createWorld({ kind: { approvers: [usergroup('S0ONCALL')] } });
    await world.ask({ size: 'large' }, { requester: bob });

    expect(JSON.stringify(cardIn(world).blocks)).toContain('Those who asked cannot decide');
  });

  test('and does not say so of a system, or where named people decide', async () => {
    const world = await createWorld({ kind: { approvers: [usergroup('S0ONCALL'), carol] } });
    await world.ask();

    expect(JSON.stringify(cardIn(world).blocks)).not.toContain('cannot decide');
  });
});

describe('a card in a direct message', () => {
  const direct = { kind: { channel: 'U0ALICE', approvers: [channelMembers()] } };

  test('makes nobody a member of a channel', async () => {
    const world = await createWorld(direct);
    const approval = await world.ask();

    await click(world, approval, 'U0ALICE', 'approve');
    await world.work();

    expect(approval.copies[0]?.channelId).toMatch(/^D/);
    expect(await world.get(approval.id)).toMatchObject({ status: 'pending', votes: [] });
  });

  test('is known by a click on it, also where the answer to its post was lost', async () => {
    const world = await createWorld({ kind: { channel: 'U0ALICE' } });
    const channelId = (await world.ask()).copies[0]?.channelId ?? '';
    world.clock.advance(minute);
    world.slack.fail({ method: 'chat.postMessage', how: 'lose_response' });
    const { approval } = await world.orders.ask({ size: 'small' }, { requester: 'alertmanager' });
    await world.approvals.flush();
    const ts = world.slack.messages('U0ALICE').at(-1)?.ts ?? '';

    await world.slack.click({ userId: 'U0ALICE', channelId, ts, actionId: 'approval:default:approve' });
    await world.work();

    expect(await world.get(approval.id)).toMatchObject({ status: 'approved', copies: [{ channelId, ts }] });
  });
});
