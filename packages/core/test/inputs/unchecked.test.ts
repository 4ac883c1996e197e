import { user } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';
import { click, toldTo } from '../world/people.js';
import { minute, second } from '../world/world.js';
import { asked, field, onCall, refund, startRefunds } from './refunds.js';

/** Whether Alice may approve has to be looked up: her edit waits with her vote. */
async function editedUnchecked(values: Readonly<Record<string, string>> = { [field.amount]: '80' }) {
  const started = await startRefunds(onCall);
  const { world, ask, open, submit } = started;
  const approval = await ask();
  await open(approval);
  world.context = { waitUntil: null };
  await submit(values);
  const bodyBytes = async () => (await world.row(approval.id)).body.length;
  const edits = async () => JSON.parse((await world.row(approval.id)).body).approval.work.unchecked;
  return { ...started, approval, bodyBytes, edits };
}

describe('an edit whose voter is still being checked', () => {
  test('is kept with the vote, and decided on by the put that counts it', async () => {
    const { world, approval, decisions, happened } = await editedUnchecked();
    expect(await world.get(approval.id)).toMatchObject({
      status: 'pending',
      revision: 1,
      payload: asked,
      votes: [{ checked: false }],
    });

    await world.work();

    expect(decisions).toMatchObject([{ payload: { amount: 80 }, original: { payload: { amount: 100 } } }]);
    expect(await happened(approval.id)).toEqual(['asked', 'voted', 'edited', 'decided', 'delivered']);
  });

  test('is decided on by another process, which took the work over', async () => {
    const { world, approval, define } = await editedUnchecked();
    const other = world.again();
    define(other);
    world.clock.advance(61 * second);

    await other.processDue();
    await other.flush();

    expect(await world.get(approval.id)).toMatchObject({ status: 'approved', payload: { amount: 80 } });
  });

  test('is replaced by a newer one of the same person, and leaves nothing behind', async () => {
    const { world, approval, open, submit, edits, decisions } = await editedUnchecked();
    const [first] = await edits();
    world.clock.advance(second);
    await open(approval);

    await submit({ [field.amount]: '70' });

    expect(await edits()).toMatchObject([{ edit: { digest: expect.not.stringMatching(first.edit.digest) } }]);
    expect((await world.row(approval.id)).body).not.toContain(first.edit.payloadRef);
    await world.work();
    expect(decisions).toMatchObject([{ payload: { amount: 70 } }]);
  });

  test('is replaced by a newer approval of what was asked', async () => {
    const { world, approval, open, submit, decisions } = await editedUnchecked();
    world.clock.advance(second);
    await open(approval);

    await submit({});
    await world.work();

    expect(decisions).toMatchObject([{ payload: asked, original: null }]);
  });

  test('is replaced by a rejection', async () => {
    const { world, approval } = await editedUnchecked();
    world.clock.advance(second);

    await click(world, approval, 'U0ALICE', 'reject');
    await world.slack.submit({ userId: 'U0ALICE', viewId: world.slack.views('U0ALICE').at(-1)?.id ?? '', values: {} });
    await world.work();

    expect(await world.get(approval.id)).toMatchObject({ status: 'rejected', payload: asked });
  });

  test('with the same values again is no newer vote', async () => {
    const { world, approval, open, submit, edits } = await editedUnchecked();
    const before = await edits();
    world.clock.advance(second);
    await open(approval);

    const { answer } = await submit({ [field.amount]: '80.0' });

    expect(JSON.stringify(answer)).toContain('being checked');
    expect(await edits()).toEqual(before);
  });

  test('is dropped by an amendment, and its voter is told', async () => {
    const { world, approval, refunds, edits, happened } = await editedUnchecked();
    const [vote] = await edits();

    await refunds.amend({ id: approval.id }, { ...asked, amount: 120 }, { by: 'shop' });
    await world.work();

    expect(await world.get(approval.id)).toMatchObject({ status: 'pending', payload: { amount: 120 }, votes: [] });
    expect((await world.row(approval.id)).body).not.toContain(vote.edit.contentRef);
    expect(await happened(approval.id)).toEqual(['asked', 'amended']);
    expect(toldTo(world, 'U0ALICE')).toContain('What you answered was changed since');
  });

  test.each([
    ['the rules have changed', { approvers: [user('U0MANAGER')] }, 'other rules decide'],
    ['the schema takes it no more', { schema: refund.extend({ amount: refund.shape.amount.min(90) }) }, 'not accepted'],
  ])('is refused with a notice where %s by then', async (_, change, why) => {
    const { world, approval, define } = await editedUnchecked();
    const other = world.again();
    define(other, change);
    world.clock.advance(61 * second);

    await other.processDue();
    await other.flush();

    expect(await world.get(approval.id)).toMatchObject({ status: 'pending', votes: [], payload: asked });
    expect(toldTo(world, 'U0ALICE')).toContain(why);
  });

  test('is refused, and the error logged, where the schema throws', async () => {
    const { world, approval, define } = await editedUnchecked();
    const other = world.again();
    const failing = refund.refine(() => {
      throw new Error('The database is away.');
    });
    define(other, { schema: failing as typeof refund });
    world.clock.advance(61 * second);

    await other.processDue();
    await other.flush();

    expect(await world.get(approval.id)).toMatchObject({ status: 'pending', votes: [], payload: asked });
    expect(toldTo(world, 'U0ALICE')).toContain('not accepted');
    expect(world.log.text()).toContain('edit_check_failed');
  });

  test('does not count where the person may not approve after all', async () => {
    const { world, approval, happened } = await editedUnchecked();
    world.slack.arrange({ usergroups: [{ id: 'S0ONCALL', users: ['U0BOB'] }] });

    await world.work();

    expect(await happened(approval.id)).toEqual(['asked', 'vote_refused']);
    expect(await world.get(approval.id)).toMatchObject({ status: 'pending', payload: asked });
  });

  test('does not count where Slack does not say in two minutes who may approve', async () => {
    const { world, approval } = await editedUnchecked();
    for (let tries = 0; tries < 20; tries += 1)
      world.slack.fail({ method: 'usergroups.users.list', how: 'status', status: 500 });
    for (let passed = 0; passed < 6; passed += 1) {
      await world.work();
      world.clock.advance(minute / 2);
    }
    await world.work();

    expect(await world.get(approval.id)).toMatchObject({ status: 'pending', votes: [], payload: asked });
  });
});
