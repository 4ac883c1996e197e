import { user } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';
import { click } from '../world/people.js';
import { createWorld, hour, present, type World } from '../world/world.js';
import {
  alice,
  homeOf,
  openForm,
  openHome,
  rowsIn,
  said,
  selectable,
  submit,
  tick,
  topOf,
  withOrders,
} from './inbox.js';

const content = { status: 200, failure: null };

async function decided(world: World, id: string) {
  const { status, decision } = await world.get(id);
  return decision === null ? status : { outcome: decision.outcome, by: decision.decidedBy.map(({ userId }) => userId) };
}

describe('approving what was selected', () => {
  test('shows each of them in full, decides each on its own, and says what came of each', async () => {
    const { world, approvals } = await withOrders(['small', 'large', 'huge']);
    const [small, , huge] = approvals.map((one) => one);

    const form = await openForm(world, [present(small), present(huge)]);
    const texts = JSON.stringify(form.blocks);
    expect(form).toMatchObject({ title: 'Approve 2' });
    for (const size of ['small', 'huge']) expect(texts).toContain(`Order a ${size} pizza?`);
    expect(texts).not.toContain('large');
    const sent = await submit(world);

    expect(sent).toMatchObject(content);
    expect(said(world)).toEqual(['Order a huge pizza? ✓ Approved', 'Order a small pizza? ✓ Approved']);
    for (const { id } of [present(small), present(huge)])
      expect(await decided(world, id)).toEqual({ outcome: 'approved', by: [alice] });
    expect(rowsIn(homeOf(world))).toEqual(['Order a large pizza?']);
  });

  test('of one that was changed meanwhile refuses that one alone', async () => {
    const { world, approvals } = await withOrders(['small', 'large']);
    const [small, large] = [present(approvals[0]), present(approvals[1])];
    await openForm(world, approvals);
    await world.orders.amend({ id: small.id }, { size: 'huge' }, { by: 'ci' });

    await submit(world);

    expect(said(world)).toEqual([
      'Order a large pizza? ✓ Approved',
      'Order a huge pizza? ✗ This was changed after you saw it. Please look at the card again and then decide.',
    ]);
    expect(await decided(world, small.id)).toBe('pending');
    expect(await decided(world, large.id)).toMatchObject({ outcome: 'approved' });
    // the box is for what it is now
    expect(selectable(homeOf(world))).toEqual([small.id]);
  });

  test('records a vote where more are needed', async () => {
    const { world, approvals } = await withOrders(['small'], { kind: { quorum: { approve: 2 } } });

    await openForm(world, approvals);
    await submit(world);

    expect(said(world)).toEqual(['Order a small pizza? ✓ Your answer is in. 1 of 2 approvals']);
    const { id } = present(approvals[0]);
    expect(await world.get(id)).toMatchObject({ status: 'pending', votes: [{ by: { userId: alice } }] });
    // the history tells how it came
    expect(JSON.stringify(await world.approvals.history(id))).toContain('"via":"slack_bulk_form"');
  });

  test('of what was decided, withdrawn or has expired meanwhile says so, and nothing else is kept from being approved', async () => {
    const { world, approvals } = await withOrders(['over', 'gone', 'late', 'open'], {
      kind: { expiresIn: ({ size }) => (size === 'late' ? '1h' : '2h') },
    });
    const [over, gone] = [present(approvals[0]), present(approvals[1])];
    await openForm(world, approvals);
    await click(world, over, 'U0BOB', 'approve');
    await world.approvals.withdraw(gone.id, { by: 'ci', reason: 'solved' });
    world.clock.advance(hour);

    await submit(world);

    expect(said(world)).toEqual([
      'Order a open pizza? ✓ Approved',
      expect.stringMatching(/^Order a late pizza\? ✗ .*expired/),
      expect.stringMatching(/^Order a gone pizza\? ✗ .*withdrawn/),
      expect.stringMatching(/^Order a over pizza\? ✗ .*already approved by @U0BOB/),
    ]);
  });

  test('leaves out what the person cannot approve any more when they open the form', async () => {
    const { world, approvals } = await withOrders(['over', 'open']);
    await openHome(world);
    for (const approval of approvals) await tick(world, approval);
    await click(world, present(approvals[0]), 'U0BOB', 'approve');

    await world.slack.click({
      userId: alice,
      viewId: homeOf(world).id,
      actionId: 'approval:default:approve_selected',
    });

    expect(topOf(world)).toMatchObject({ title: 'Approve one' });
    expect(JSON.stringify(topOf(world).blocks)).toContain('One that you selected is left out');
  });

  test('says so where nothing is left to approve', async () => {
    const { world, approvals } = await withOrders(['over']);
    await openHome(world);
    await tick(world, present(approvals[0]));
    await click(world, present(approvals[0]), 'U0BOB', 'approve');

    const viewId = homeOf(world).id;
    const sent = await world.slack.click({ userId: alice, viewId, actionId: 'approval:default:approve_selected' });

    expect(sent).toMatchObject(content);
    expect(said(world)).toEqual(['You cannot approve any of these now. Please look at the list again.']);
  });

  test('is answered by a direct message where Slack does not open the form', async () => {
    const { world, approvals } = await withOrders(['small']);
    await openHome(world);
    await tick(world, present(approvals[0]));
    world.slack.fail({ method: 'views.open', how: 'error', error: 'expired_trigger_id', times: 2 });

    const viewId = homeOf(world).id;
    await world.slack.click({ userId: alice, viewId, actionId: 'approval:default:approve_selected' });

    expect(world.slack.messages(alice).at(-1)?.text).toContain('did not open the form');
  });
});

describe('a vote that is still being checked', () => {
  test('is said to be in', async () => {
    const world = await createWorld({ kind: { approvers: [{ type: 'usergroup', id: 'S0ONCALL', count: null }] } });
    const approval = await world.ask();
    await openForm(world, [approval]);
    // what was looked up for the Home is too old by now
    world.clock.advance(hour);

    await submit(world);

    expect(said(world)).toEqual(['Order pizza? ✓ Your answer is in and is being checked.']);
    expect(await world.get(approval.id)).toMatchObject({ status: 'approved' });
  });
});

describe('what an approval asks for', () => {
  test('a reason is given under each card, and a lacking one keeps all of them open', async () => {
    const { world, approvals } = await withOrders(['small', 'large'], { kind: { reason: { approve: 'required' } } });
    const [small, large] = [present(approvals[0]), present(approvals[1])];
    await openForm(world, approvals);

    const first = await submit(world, { [`reason_${small.id}`]: 'hungry' });
    expect(first).toMatchObject(content);
    expect(topOf(world).errors).toEqual({ [`reason_${large.id}`]: expect.stringContaining('give a reason') });
    expect(await decided(world, small.id)).toBe('pending');
    await submit(world, { [`reason_${small.id}`]: 'hungry', [`reason_${large.id}`]: 'very' });

    expect((await world.get(small.id)).decision).toMatchObject({ reason: 'hungry' });
    expect((await world.get(large.id)).decision).toMatchObject({ reason: 'very' });
  });

  const choices = [
    { id: 'now', label: 'Order now', answer: 'approve' },
    { id: 'later', label: 'Order later', answer: 'approve', reason: 'required' },
    { id: 'no', label: 'No', answer: 'reject' },
  ] as const;

  test('one of several choices is chosen under the card, with its own rule for a reason', async () => {
    const { world, approvals } = await withOrders(['small', 'large'], { kind: { choices } });
    const [small, large] = [present(approvals[0]), present(approvals[1])];
    await openForm(world, approvals);
    const chosen = { [`choice_${small.id}`]: 'now', [`choice_${large.id}`]: 'later' };

    await submit(world, chosen);
    expect(Object.keys(topOf(world).errors)).toEqual([`reason_${large.id}`]);
    await submit(world, { ...chosen, [`reason_${large.id}`]: 'after lunch' });

    expect((await world.get(small.id)).decision).toMatchObject({ choice: 'now', reason: null });
    expect((await world.get(large.id)).decision).toMatchObject({ choice: 'later', reason: 'after lunch' });
  });

  test('without a choice is refused for that one alone', async () => {
    const { world, approvals } = await withOrders(['small', 'large'], { kind: { choices } });
    const [small, large] = [present(approvals[0]), present(approvals[1])];
    await openForm(world, approvals);

    // Slack itself does not let a person leave it out
    await submit(world, { [`choice_${small.id}`]: 'now' });

    expect(said(world)).toEqual([
      expect.stringMatching(/^Order a large pizza\? ✗ .*not one of the answers/),
      'Order a small pizza? ✓ Approved',
    ]);
    expect(await decided(world, large.id)).toBe('pending');
  });

  test('the only choice that approves is meant', async () => {
    const { world, approvals } = await withOrders(['small'], { kind: { choices: [choices[0], choices[2]] } });
    await openForm(world, approvals);

    await submit(world);

    expect((await world.get(present(approvals[0]).id)).decision).toMatchObject({ choice: 'now' });
  });

  test('what could be edited is approved unchanged', async () => {
    const inputs = { size: { type: 'text', label: 'Size' } } as const;
    const { world, approvals } = await withOrders(['small'], { kind: { inputs } });
    const form = await openForm(world, approvals);
    expect(JSON.stringify(form.blocks)).toContain('approved with these values');

    await submit(world);

    const { decision, payload } = await world.get(present(approvals[0]).id);
    expect(decision).toMatchObject({ outcome: 'approved' });
    expect(payload).toEqual({ size: 'small' });
  });

  test('a stage is begun by it, and the answer of the next stage is not taken from it', async () => {
    const stages = [
      { name: 'Security', approvers: [user(alice)] },
      { name: 'Operations', approvers: [user('U0BOB')] },
    ];
    // as: stages take the place of the approvers that the world's kind has
    const kind = { approvers: undefined, stages } as never;
    const { world, approvals } = await withOrders(['small'], { kind });
    await openForm(world, approvals);

    await submit(world);

    expect(said(world)).toEqual(['Order a small pizza? ✓ Your answer is in. Stage 2 of 2: Operations']);
    expect(await world.get(present(approvals[0]).id)).toMatchObject({ status: 'pending', stage: 'Operations' });
    expect(rowsIn(homeOf(world))).toEqual([]);
  });
});

test('what a person asked for has no box, and cannot be approved by a form for it', async () => {
  const { world } = await withOrders([]);
  const own = await world.ask({ size: 'own' }, { requester: user(alice) });
  const other = await world.ask({ size: 'other' });

  await openForm(world, [other]);
  expect(selectable(homeOf(world))).toEqual([other.id]);
  await submit(world);

  expect(await decided(world, own.id)).toBe('pending');
});
