import { type Approval, createApprovals, memoryStore, type Person, user, usergroup } from '@k8s-pizza/slack-approval';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { click } from '../world/people.js';
import { createWorld, minute, orderOptions, second, type World } from '../world/world.js';

function member(userId: string, teamId: string | null = 'T0PIZZA'): Person {
  return { userId, teamId, enterpriseId: null };
}

async function idsFor({ approvals }: World, person: Person, channelId?: string) {
  const waiting = await approvals.pendingFor(person, channelId === undefined ? {} : { channelId });
  return waiting.approvals.map(({ id }) => id);
}

const ids = (...approvals: readonly Approval<unknown>[]) => approvals.map(({ id }) => id);

describe('what waits for a person', () => {
  test('is what they may answer and have not, newest first', async () => {
    const world = await createWorld();
    const first = await world.ask();
    world.clock.advance(second);
    const later = await world.ask({ size: 'small' });
    const mine = await world.ask({ size: 'huge' }, { requester: user('U0ALICE') });
    const answered = await world.ask({ size: 'tiny' });
    await click(world, answered, 'U0ALICE', 'approve');
    await world.work();

    expect(await idsFor(world, member('U0ALICE'))).toEqual(ids(later, first));
    expect(await idsFor(world, member('U0BOB'))).toEqual(expect.arrayContaining(ids(mine, later, first)));
    expect(await world.approvals.pendingFor(member('U0ALICE'))).toMatchObject({
      approvals: [{ status: 'pending', payload: { size: 'small' } }, {}],
      isPartial: false,
    });
  });

  test('is nothing for somebody who may answer nothing, and nothing once it is too late', async () => {
    const world = await createWorld({ kind: { expiresIn: '30m' } });
    await world.ask();

    expect(await idsFor(world, member('U0GUEST'))).toEqual([]);
    world.clock.advance(30 * minute);
    expect(await idsFor(world, member('U0ALICE'))).toEqual([]);
  });

  test('asks Slack who is in a user group, and takes no for no answer', async () => {
    const world = await createWorld({ kind: { approvers: [usergroup('S0ONCALL')] } });
    const approval = await world.ask();

    expect(await idsFor(world, member('U0CAROL'))).toEqual([]);
    expect(await idsFor(world, member('U0ALICE'))).toEqual(ids(approval));
  });

  test('is shown to an approver by name, although Slack does not tell who is in a group', async () => {
    const world = await createWorld({
      slack: { scopes: ['chat:write'] },
      kind: { approvers: [usergroup('S0ONCALL', 1), user('U0CAROL')] },
    });
    const approval = await world.ask();

    expect(await idsFor(world, member('U0CAROL'))).toEqual(ids(approval));
  });

  test('cannot be told by a store that does not answer within two seconds', async () => {
    const store = { ...memoryStore(), list: () => new Promise<never>(() => undefined) };
    const world = await createWorld({ store });
    // loads the methods of programs
    await world.approvals.get('unknown');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    onTestFinished(() => void vi.useRealTimers());

    const listing = world.approvals.pendingFor(member('U0ALICE'));
    const refused = expect(listing).rejects.toMatchObject({ code: 'store_timeout' });
    await vi.advanceTimersByTimeAsync(2_000);

    await refused;
  });

  test('lists what only people in a channel may answer for that channel alone', async () => {
    const world = await createWorld({ kind: { approvers: [{ type: 'channelMembers' }] } });
    const approval = await world.ask();

    expect(await idsFor(world, member('U0ALICE'))).toEqual([]);
    expect(await idsFor(world, member('U0ALICE'), 'C0OPS')).toEqual([]);
    expect(await idsFor(world, member('U0ALICE'), 'C0PIZZA')).toEqual(ids(approval));
  });

  test('is nothing of another deployment on the same store', async () => {
    const world = await createWorld();
    const other = world.again({ namespace: 'staging' });
    await other.define('order', orderOptions()).ask({ size: 'huge' }, { requester: 'alertmanager' });

    expect(await idsFor(world, member('U0ALICE'))).toEqual([]);
  });

  test('cannot be told by a process without Slack', async () => {
    const approvals = createApprovals({ store: memoryStore() });

    await expect(approvals.pendingFor(member('U0ALICE'))).rejects.toMatchObject({ code: 'slack_required' });
  });
});
