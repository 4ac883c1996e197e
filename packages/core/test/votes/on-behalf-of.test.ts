import { user, usergroup } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';
import { cardIn, click, toldDirectly } from '../world/people.js';
import { createWorld, type OrderOptions, type World } from '../world/world.js';

const bob = user('U0BOB');
const bobAsPerson = { userId: 'U0BOB', teamId: null, enterpriseId: null };
const forBob = { requester: 'agent', onBehalfOf: bob };

async function askedForBob(kind: Partial<OrderOptions> = {}) {
  const world = await createWorld({ kind });
  return { world, approval: await world.ask({ size: 'large' }, forBob) };
}

async function home({ slack }: World, userId: string, list: 'waiting' | 'asked' = 'waiting'): Promise<string> {
  await slack.event({ type: 'app_home_opened', user: userId, tab: 'home', channel: 'D0HOME' });
  const viewId = slack.home(userId)?.id ?? '';
  await slack.click({ userId, viewId, actionId: 'approval:default:choose:list', option: list });
  return JSON.stringify(slack.home(userId)?.blocks);
}

describe('the person on whose behalf an agent asks', () => {
  test('cannot approve it, and is told why', async () => {
    const { world, approval } = await askedForBob();

    await click(world, approval, 'U0BOB', 'approve');

    expect(await world.get(approval.id)).toMatchObject({ status: 'pending', votes: [] });
    expect(await world.approvals.explain(approval.id, bobAsPerson)).toMatchObject({
      code: 'self_approval',
      explanation: expect.stringContaining('asked on your behalf'),
    });
  });

  test('can approve it with allowSelfApproval', async () => {
    const { world, approval } = await askedForBob({ allowSelfApproval: true });

    await click(world, approval, 'U0BOB', 'approve');

    expect(await world.get(approval.id)).toMatchObject({ status: 'approved' });
  });

  test('is told the outcome once', async () => {
    const { world, approval } = await askedForBob();

    await click(world, approval, 'U0ALICE', 'approve');
    await world.work();

    expect(toldDirectly(world, 'U0BOB')).toContain('What was asked on your behalf: Approved by <@U0ALICE>');
    expect(world.slack.messages('U0BOB')).toHaveLength(1);
  });

  test('finds it in the App Home, and can withdraw it there', async () => {
    const { world, approval } = await askedForBob();
    expect(await home(world, 'U0BOB', 'asked')).toContain('Order pizza?');

    const ofBob = { userId: 'U0BOB', viewId: world.slack.home('U0BOB')?.id ?? '' };
    await world.slack.click({ ...ofBob, actionId: 'approval:default:withdraw' });
    const viewId = world.slack.views('U0BOB').at(-1)?.id ?? '';
    await world.slack.submit({ userId: 'U0BOB', viewId, values: { reason: 'not hungry' } });

    expect(await world.get(approval.id)).toMatchObject({ status: 'withdrawn' });
  });

  test('is on the card, in its text, in the details and in the lists', async () => {
    const { world, approval } = await askedForBob();
    await click(world, approval, 'U0ALICE', 'details');

    expect(JSON.stringify(cardIn(world).blocks)).toContain('On behalf of <@U0BOB>');
    expect(cardIn(world).text).toContain('(asked by agent on behalf of <@U0BOB>)');
    expect(JSON.stringify(world.slack.views('U0ALICE').at(-1))).toContain('On behalf of <@U0BOB>');
    expect(await home(world, 'U0ALICE')).toMatch(/ on behalf of ".*"U0BOB"/);
  });

  test('is in the approval and in the decision, also after erasure', async () => {
    const { world, approval } = await askedForBob();
    expect(approval).toMatchObject({ requester: 'agent', onBehalfOf: bobAsPerson });

    await click(world, approval, 'U0ALICE', 'approve');
    await world.work();
    await world.approvals.erase(approval.id);

    expect(await world.get(approval.id)).toMatchObject({
      requester: '(erased)',
      onBehalfOf: bobAsPerson,
      decision: { onBehalfOf: bobAsPerson },
    });
  });
});

test('an approval that is asked on behalf of nobody has null there', async () => {
  const world = await createWorld();

  expect(await world.ask()).toMatchObject({ onBehalfOf: null });
});

describe('where only the person on whose behalf it is asked could decide', () => {
  test('asking throws, and nothing is stored', async () => {
    const world = await createWorld({ kind: { approvers: [bob] } });

    await expect(world.orders.ask({ size: 'large' }, forBob)).rejects.toMatchObject({ code: 'unsatisfiable_policy' });
    expect((await world.approvals.list()).approvals).toEqual([]);
  });

  test('so does an amendment by the last other approver', async () => {
    const world = await createWorld({ kind: { approvers: [bob, user('U0CAROL')] } });
    const approval = await world.ask({ size: 'large' }, forBob);

    await expect(world.orders.amend(approval, { size: 'small' }, { by: user('U0CAROL') })).rejects.toMatchObject({
      code: 'unsatisfiable_policy',
    });
  });

  test('the card says so where only Slack knows who is in the group', async () => {
    const { world } = await askedForBob({ approvers: [usergroup('S0ONCALL')] });

    expect(JSON.stringify(cardIn(world).blocks)).toContain('Those who asked cannot decide');
  });
});

describe('onBehalfOf is an option of', () => {
  const key = 'one';
  const askers: Readonly<Record<string, (world: World, onBehalfOf: never) => Promise<unknown>>> = {
    ask: async ({ orders }, onBehalfOf) => await orders.ask({ size: 'large' }, { key, requester: 'agent', onBehalfOf }),
    run: async ({ orders }, onBehalfOf) => await orders.run({ size: 'large' }, { key, requester: 'agent', onBehalfOf }),
    request: async ({ approvals }, onBehalfOf) =>
      await approvals.request({
        ...{ key, title: 'Order?', channel: 'C0PIZZA', approvers: [user('U0ALICE')] },
        ...{ requester: 'agent', onBehalfOf },
      }),
    guard: async ({ approvals }, onBehalfOf) => {
      const options = { channel: 'C0PIZZA', approvers: [user('U0ALICE')], title: 'Order?' };
      return await approvals.guard('guarded', options, () => null)({}, { key, requester: 'agent', onBehalfOf });
    },
  };

  test.each(Object.entries(askers))('%s', async (_, askFor) => {
    const world = await createWorld();

    const asking = askFor(world, bob as never);
    await expect
      .poll(async () => (await world.approvals.list()).approvals)
      .toMatchObject([{ onBehalfOf: bobAsPerson }]);
    const [approval] = (await world.approvals.list()).approvals;
    await world.approvals.withdraw(approval?.id ?? '', { by: 'agent', reason: 'over' });
    await asking.catch(() => undefined);
  });

  describe.each(Object.entries(askers))('%s, and is refused', (_, askFor) => {
    test.each([
      ['a name', 'U0BOB'],
      ['null', null],
      ['a group', usergroup('S0ONCALL')],
      ['an id that is none', user('bob')],
      ['another key beside the id', { ...bob, name: 'Bob' }],
    ])('as %s', async (__, onBehalfOf) => {
      const world = await createWorld();

      await expect(askFor(world, onBehalfOf as never)).rejects.toMatchObject({ code: 'invalid_argument' });
    });
  });
});

test('asking again under a held key keeps the person of the first time, as it keeps the requester', async () => {
  const world = await createWorld();
  await world.orders.ask({ size: 'large' }, { key: 'one', ...forBob });

  const again = await world.orders.ask({ size: 'large' }, { key: 'one', ...forBob, onBehalfOf: user('U0CAROL') });

  expect(again).toMatchObject({ created: false, changed: false, approval: { onBehalfOf: bobAsPerson } });
});
