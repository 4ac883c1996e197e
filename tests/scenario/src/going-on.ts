import { expect } from 'vitest';
import { content } from './deciding.js';
import type { World } from './world.js';

/** What is asked changes while people answer: who saw the old one has not answered the new one. */
export async function amend(world: World): Promise<void> {
  const approval = await world.ask();
  const { id } = approval;
  await world.click('U0ALICE', approval, 'approve');
  await world.catchUp();
  world.slack.fail({ method: 'chat.update', how: 'status' });
  await world.orders.amend({ id }, { size: 'small' }, { by: 'alertmanager' });
  await world.approvals.flush();
  const stale = await world.click('U0BOB', approval, 'approve');
  const toldBob = world.told('U0BOB');
  await world.catchUp();
  const changed = world.card(approval);
  const open = await world.record(id);
  const sent = await world.approve(approval);
  await world.catchUp();

  expect([stale, ...sent]).toMatchObject([content, content, content]);
  expect(toldBob).toContain('changed');
  expect(world.told('U0ALICE')).toContain('no longer counts');
  expect(changed.text).toMatch(/Size\n: \nsmall\n.*Size: large → small.*0 of 2 approvals/s);
  expect(open).toMatchObject({ status: 'pending', revision: 2, votes: [] });
  expect(open.digest).not.toBe(approval.digest);
  expect(world.card(approval).text).toMatch(/Approved\n by .*\nsmall/s);
  const decision = { outcome: 'approved', revision: 2, digest: open.digest, payload: { size: 'small' } };
  expect(world.receiver.applied(id)).toMatchObject([decision]);
  expect(await world.record(id)).toMatchObject({ status: 'approved', decision });
}

/** The receiver is gone when the decision comes, and back when a person presses the button. */
export async function redeliver(world: World): Promise<void> {
  const approval = await world.ask();
  const { id } = approval;
  world.receiver.isGone = true;
  await world.approve(approval);
  await world.catchUp();
  const neverDone = world.card(approval);
  const dead = await world.record(id);
  const applied = world.receiver.applied(id).length;
  world.receiver.isGone = false;
  const sent = await world.click('U0BOB', approval, 'retry_delivery');
  await world.catchUp();

  expect(neverDone.text).toContain('Approved, never carried out');
  expect(neverDone.buttons).toEqual(['Details', 'Retry delivery']);
  expect(dead).toMatchObject({ status: 'approved', delivery: { state: 'dead' }, attention: { code: 'delivery_dead' } });
  expect(applied).toBe(0);
  expect(sent).toMatchObject(content);
  const card = world.card(approval);
  expect(card.text).toContain('Handed over');
  expect(card.text).not.toContain('never carried out');
  expect(card.buttons).toEqual(['Details']);
  const [first, second, ...more] = world.receiver.attempts(id);
  expect(first?.id).toMatch(/./);
  expect([second, more]).toEqual([first, []]);
  expect(world.receiver.applied(id)).toMatchObject([{ outcome: 'approved' }]);
  expect(await world.record(id)).toMatchObject({ delivery: { state: 'delivered' }, attention: null });
  expect((await world.happened(id)).slice(-3)).toEqual(['delivery_dead', 'redelivered', 'delivered']);
}

export async function progress(world: World): Promise<void> {
  const approval = await world.ask();
  const { id } = approval;
  await world.approve(approval);
  await world.catchUp();
  await world.approvals.reportProgress(id, { step: 'prep', state: 'done' });
  await world.approvals.reportProgress(id, { step: 'bake', state: 'active', detail: '220 °C' });
  await world.catchUp();
  const baking = world.card(approval);
  await world.approvals.reportProgress(id, { step: 'bake', state: 'failed', detail: 'burnt' });
  await world.catchUp();

  expect(baking.text).toMatch(/✓ prep, .*▸ bake, .*: 220 °C.*○ delivery/s);
  expect(world.card(approval).text).toMatch(/✓ prep, .*✗ bake, .*: burnt.*○ delivery/s);
  expect(world.receiver.attempts(id)).toHaveLength(1);
  expect(await world.record(id)).toMatchObject({
    status: 'approved',
    progress: [
      { step: 'prep', state: 'done' },
      { step: 'bake', state: 'failed', detail: 'burnt' },
      { step: 'delivery', state: 'pending' },
    ],
  });
  expect((await world.happened(id)).slice(-3)).toEqual(['progressed', 'progressed', 'progressed']);
}
