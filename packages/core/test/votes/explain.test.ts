import { type Approval, anyone, createApprovals, type Person, user, usergroup } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';
import { click } from '../world/people.js';
import { createWorld, day, minute, orderOptions, type World } from '../world/world.js';

const person = (userId: string): Person => ({ userId, teamId: 'T0PIZZA', enterpriseId: null });

function explain({ approvals }: World, { id }: Pick<Approval<unknown>, 'id'>, userId: string) {
  return approvals.explain(id, person(userId));
}

describe('while it waits, a person is told', () => {
  test('that they may decide, by name', async () => {
    const world = await createWorld();
    const approval = await world.ask();

    expect(await explain(world, approval, 'U0ALICE')).toMatchObject({ answer: 'allowed' });
  });

  test('and for which user group, which Slack is asked for', async () => {
    const world = await createWorld({ kind: { approvers: [usergroup('S0ONCALL', 1)] } });
    const approval = await world.ask();

    const answer = await explain(world, approval, 'U0ALICE');

    expect(answer.answer).toBe('allowed');
    expect(answer.explanation).toContain('S0ONCALL');
  });

  test('that they may reject, which counts for no group', async () => {
    const world = await createWorld({ kind: { approvers: [usergroup('S0ONCALL', 1)] } });
    const { id } = await world.ask();

    const answer = await world.approvals.explain(id, person('U0ALICE'), 'reject');

    expect(answer).toEqual({ answer: 'allowed', code: 'allowed', explanation: 'You may decide this.' });
  });

  test('that they may, although a form still has to ask for the reason', async () => {
    const world = await createWorld({ kind: { reason: { approve: 'required' } } });
    const approval = await world.ask();

    expect(await explain(world, approval, 'U0ALICE')).toMatchObject({ answer: 'allowed' });
  });

  test('that they are no approver', async () => {
    const world = await createWorld({ kind: { approvers: [usergroup('S0ONCALL')] } });
    const approval = await world.ask();

    expect(await explain(world, approval, 'U0CAROL')).toMatchObject({ answer: 'refused', code: 'not_an_approver' });
  });

  test.each([
    ['U0GUEST', 'guest'],
    ['U0ROBOT', 'bot'],
  ])('that %s is a %s', async (userId, code) => {
    const world = await createWorld({ kind: { approvers: [anyone()] } });
    const approval = await world.ask();

    expect(await explain(world, approval, userId)).toMatchObject({ answer: 'refused', code });
  });

  test('that it was they who asked', async () => {
    const world = await createWorld();
    const approval = await world.ask({ size: 'large' }, { requester: user('U0ALICE') });

    expect(await explain(world, approval, 'U0ALICE')).toMatchObject({ answer: 'refused', code: 'self_approval' });
  });

  test('that their answer is in', async () => {
    const world = await createWorld({ kind: { quorum: { approve: 2 } } });
    const approval = await world.ask();
    await click(world, approval, 'U0ALICE', 'approve');

    expect(await explain(world, approval, 'U0ALICE')).toMatchObject({ answer: 'refused', code: 'already_voted' });
    expect(await explain(world, approval, 'U0BOB')).toMatchObject({ answer: 'allowed' });
  });

  test('that they may once an escalation is due, noticed yet or not', async () => {
    const escalate = [{ after: '10m', approvers: [user('U0BOB')] }];
    const world = await createWorld({ kind: { approvers: [user('U0ALICE')], escalate } });
    const approval = await world.ask();
    const before = await explain(world, approval, 'U0BOB');

    world.clock.advance(10 * minute);

    expect(before).toMatchObject({ answer: 'refused', code: 'not_an_approver' });
    expect(await explain(world, approval, 'U0BOB')).toMatchObject({ answer: 'allowed' });
  });
});

describe('what Slack does not tell', () => {
  test('is no yes: the scope that the app lacks is named', async () => {
    const world = await createWorld({
      slack: { scopes: ['chat:write'] },
      kind: { approvers: [usergroup('S0ONCALL')] },
    });
    const approval = await world.ask();

    const answer = await explain(world, approval, 'U0ALICE');

    expect(answer).toMatchObject({ answer: 'unknown', code: 'missing_scope' });
    expect(answer.explanation).toContain('usergroups:read');
  });

  test('to a process without slack either', async () => {
    const world = await createWorld({ kind: { approvers: [usergroup('S0ONCALL'), user('U0CAROL')] } });
    const approval = await world.ask();
    const reader = createApprovals({ store: world.store, clock: world.clock });
    reader.define('order', orderOptions());

    expect(await reader.explain(approval.id, person('U0ALICE'))).toMatchObject({ answer: 'unknown' });
    expect(await reader.explain(approval.id, person('U0CAROL'))).toMatchObject({ answer: 'allowed' });
  });
});

describe('when it is over, everybody is told so', () => {
  test('and by whom it was decided', async () => {
    const world = await createWorld();
    const approval = await world.ask();
    await click(world, approval, 'U0ALICE', 'approve');

    const answer = await explain(world, approval, 'U0BOB');

    expect(answer).toMatchObject({ answer: 'refused', code: 'already_decided' });
    expect(answer.explanation).toContain('<@U0ALICE>');
  });

  test('or that the time is over, also where nobody has noticed yet', async () => {
    const world = await createWorld();
    const approval = await world.ask();

    world.clock.advance(day);

    expect(await explain(world, approval, 'U0ALICE')).toMatchObject({ answer: 'refused', code: 'expired' });
    expect(await world.get(approval.id)).toMatchObject({ status: 'pending' });
  });

  test('or that there is none', async () => {
    const world = await createWorld();

    expect(await explain(world, { id: 'a'.repeat(26) }, 'U0ALICE')).toMatchObject({
      answer: 'refused',
      code: 'not_found',
    });
  });
});

test('explaining stores nothing', async () => {
  const world = await createWorld({ kind: { approvers: [usergroup('S0ONCALL')] } });
  const approval = await world.ask();
  const before = await world.row(approval.id);

  for (const userId of ['U0ALICE', 'U0CAROL', 'U0GUEST']) await explain(world, approval, userId);
  await world.approvals.flush();

  expect(await world.row(approval.id)).toEqual(before);
});
