import { user } from '@k8s-pizza/slack-approval';
import { expect } from 'vitest';
import { channelId, hour, type World } from './world.js';

/** What Slack makes of an answer in time: the person sees no error of Slack's own. */
export const content = { status: 200, failure: null };

export async function ask(world: World): Promise<void> {
  const approval = await world.ask({ key: 'the oven' });
  const again = await world.orders.ask({ size: 'large' }, { key: 'the oven', requester: 'alertmanager' });
  await world.catchUp();

  const card = world.card(approval);
  expect(card.text).toMatch(/^Order pizza\?\nSize\n: \nlarge\n.*alertmanager/);
  expect(card.text).toContain('0 of 2 approvals');
  expect(card.buttons).toEqual(['Approve', 'Reject', 'Details']);
  expect(world.receiver.attempts(approval.id)).toEqual([]);
  expect(again).toMatchObject({ created: false, approval: { id: approval.id } });
  expect(approval).toMatchObject({ status: 'pending', votes: [], copies: [{ channelId }], payload: { size: 'large' } });
  expect(await world.happened(approval.id)).toEqual(['asked']);
}

export async function vote(world: World): Promise<void> {
  const approval = await world.ask();
  const ofCarol = await world.click('U0CAROL', approval, 'approve');
  await world.catchUp();
  const told = world.told('U0CAROL');
  const ofAlice = await world.click('U0ALICE', approval, 'approve');
  await world.catchUp();
  const halfway = world.card(approval);
  const before = world.receiver.attempts(approval.id).length;
  const ofBob = await world.click('U0BOB', approval, 'approve');
  await world.catchUp();

  expect([ofCarol, ofAlice, ofBob]).toMatchObject([content, content, content]);
  expect(told).toContain('not one of the approvers');
  expect(halfway).toMatchObject({ text: expect.stringContaining('1 of 2 approvals') });
  expect(before).toBe(0);
  const card = world.card(approval);
  expect(card.text).toMatch(/Approved\n by \n@U0ALICE\n.*@U0BOB/s);
  expect(card.text).toContain('Handed over');
  expect(card.buttons).toEqual(['Details']);
  const people = [{ userId: 'U0ALICE' }, { userId: 'U0BOB' }];
  const { id, digest } = approval;
  const decision = { outcome: 'approved', digest, decidedBy: people, payload: { size: 'large' } };
  expect(world.receiver.attempts(id)).toHaveLength(1);
  expect(world.receiver.applied(id)).toMatchObject([decision]);
  expect(await world.record(id)).toMatchObject({ status: 'approved', decision, delivery: { state: 'delivered' } });
  expect(await world.happened(id)).toEqual(['asked', 'vote_refused', 'voted', 'voted', 'decided', 'delivered']);
}

/** An agent asks on behalf of a person on call, who may not decide it, and decides nothing. */
export async function onBehalf(world: World): Promise<void> {
  const approval = await world.ask({ requester: 'agent', onBehalfOf: user('U0BOB') });
  const ofBob = await world.click('U0BOB', approval, 'approve');
  await world.catchUp();
  const pending = await world.record(approval.id);
  const card = world.card(approval);
  await world.approvals.withdraw(approval.id, { by: 'agent', reason: 'no longer hungry' });
  await world.catchUp();

  expect(ofBob).toMatchObject(content);
  expect(world.told('U0BOB')).toContain('asked on your behalf');
  expect(card.text).toContain('Asked by agent\nOn behalf of <@U0BOB>');
  expect(pending).toMatchObject({ status: 'pending', votes: [], onBehalfOf: { userId: 'U0BOB' } });
  const decision = { outcome: 'withdrawn', onBehalfOf: { userId: 'U0BOB' } };
  expect(world.receiver.applied(approval.id)).toMatchObject([decision]);
  expect(await world.happened(approval.id)).toEqual(['asked', 'vote_refused', 'withdrawn', 'delivered']);
}

export async function reject(world: World): Promise<void> {
  const approval = await world.ask();
  const opening = await world.click('U0ALICE', approval, 'reject');
  const [form] = world.slack.views('U0ALICE');
  const viewId = form?.id ?? '';
  const withoutReason = await world.slack.submit({ userId: 'U0ALICE', viewId, values: {} });
  const errors = world.slack.views('U0ALICE')[0]?.errors;
  const stillOpen = await world.record(approval.id);
  const sent = await world.slack.submit({ userId: 'U0ALICE', viewId, values: { reason: 'the oven is *cold*' } });
  await world.catchUp();

  expect([opening, withoutReason, sent]).toMatchObject([content, content, content]);
  expect(errors).toHaveProperty('reason');
  expect(stillOpen).toMatchObject({ status: 'pending', votes: [] });
  expect(world.slack.views('U0ALICE')).toEqual([]);
  const card = world.card(approval);
  expect(card.text).toMatch(/Rejected\n by \n@U0ALICE\n.*the oven is \*cold\*/s);
  expect(card.buttons).toEqual(['Details']);
  const decision = { outcome: 'rejected', reason: 'the oven is *cold*', decidedBy: [{ userId: 'U0ALICE' }] };
  expect(world.receiver.applied(approval.id)).toMatchObject([decision]);
  expect(await world.record(approval.id)).toMatchObject({ status: 'rejected', decision });
  expect(await world.happened(approval.id)).toEqual(['asked', 'voted', 'decided', 'delivered']);
}

export async function expire(world: World): Promise<void> {
  const approval = await world.ask();
  world.clock.advance(hour);
  const late = await world.click('U0ALICE', approval, 'approve');
  await world.catchUp();

  expect(late).toMatchObject(content);
  expect(world.told('U0ALICE')).toContain('expired');
  const card = world.card(approval);
  expect(card.text).toContain('Expired');
  expect(card.buttons).toEqual(['Details']);
  const decision = { outcome: 'expired', decidedBy: [], decidedAt: approval.expiresAt };
  expect(world.receiver.applied(approval.id)).toMatchObject([decision]);
  expect(await world.record(approval.id)).toMatchObject({ status: 'expired', votes: [], decision });
  expect(await world.happened(approval.id)).toEqual(['asked', 'decided', 'delivered']);
}

/** The request is withdrawn; a person still clicks on a card that has not been updated. */
export async function withdraw(world: World): Promise<void> {
  const approval = await world.ask({ key: 'an alert' });
  world.slack.fail({ method: 'chat.update', how: 'status' });
  await world.orders.withdraw({ key: 'an alert' }, { by: 'alertmanager', reason: 'the alert is resolved' });
  await world.approvals.flush();
  const stale = world.card(approval);
  const late = await world.click('U0ALICE', approval, 'approve');
  await world.catchUp();
  const { approval: next, created } = await world.orders.ask(
    { size: 'large' },
    { key: 'an alert', requester: 'alertmanager' },
  );

  expect(stale.buttons).toContain('Approve');
  expect(late).toMatchObject(content);
  expect(world.told('U0ALICE')).toContain('withdrawn');
  const card = world.card(approval);
  expect(card.text).toMatch(/Withdrawn\n by .*alertmanager.*the alert is resolved/s);
  expect(card.buttons).toEqual(['Details']);
  const decision = { outcome: 'withdrawn', reason: 'the alert is resolved', decidedBy: [] };
  expect(world.receiver.applied(approval.id)).toMatchObject([decision]);
  expect(await world.record(approval.id)).toMatchObject({ status: 'withdrawn', votes: [], decision });
  expect([created, next.id === approval.id]).toEqual([true, false]);
}

/** One person takes their vote back in the details, another changes theirs. */
export async function change(world: World): Promise<void> {
  const approval = await world.ask();
  const userId = 'U0ALICE';
  const modal = () => world.slack.views(userId).at(-1);
  await world.click(userId, approval, 'approve');
  await world.click(userId, approval, 'details');
  const viewId = modal()?.id ?? '';
  const back = await world.slack.click({ userId, viewId, actionId: 'approval:default:take_back_vote' });
  await world.catchUp();
  const card = world.card(approval).text;
  const details = JSON.stringify(modal()?.blocks);
  await world.click('U0BOB', approval, 'approve');
  // a vote that is still being checked would be dropped, and be no entry of the history
  await world.catchUp();
  const withoutVote = await world.record(approval.id);
  await world.click('U0BOB', approval, 'reject');
  const viewOfBob = world.slack.views('U0BOB').at(-1)?.id ?? '';
  const changed = await world.slack.submit({ userId: 'U0BOB', viewId: viewOfBob, values: { reason: 'no oven' } });
  await world.catchUp();

  expect([back, changed]).toMatchObject([content, content]);
  expect(card).toContain('0 of 2 approvals');
  expect(details).toContain('Your answer is taken back.');
  expect(withoutVote).toMatchObject({ status: 'pending', votes: [{ by: { userId: 'U0BOB' }, answer: 'approve' }] });
  const decision = { outcome: 'rejected', reason: 'no oven', decidedBy: [{ userId: 'U0BOB' }] };
  expect(world.receiver.applied(approval.id)).toMatchObject([decision]);
  expect(await world.record(approval.id)).toMatchObject({
    status: 'rejected',
    decision,
    votes: [{ answer: 'reject' }],
  });
  const votes = ['voted', 'vote_taken_back', 'voted', 'voted'];
  expect(await world.happened(approval.id)).toEqual(['asked', ...votes, 'decided', 'delivered']);
}

/** Two people choose the same, one of them only after another choice, and that is what is delivered. */
export async function choose(world: World): Promise<void> {
  const approval = await world.ask({}, world.choosing);
  const buttons = world.card(approval).buttons;
  const ofAlice = await world.click('U0ALICE', approval, 'approve:now');
  await world.catchUp();
  const ofBob = await world.click('U0BOB', approval, 'approve:next-shift');
  await world.catchUp();
  const halfway = world.card(approval).text;
  const changed = await world.click('U0ALICE', approval, 'approve:next-shift');
  await world.catchUp();

  expect([ofAlice, ofBob, changed]).toMatchObject([content, content, content]);
  expect(buttons).toEqual(['Order now', 'Order for the next shift', 'No', 'Details']);
  expect(halfway).toContain('Order now: 1 of 2 approvals; Order for the next shift: 1 of 2 approvals');
  expect(world.card(approval).text).toMatch(/Approved: Order for the next shift\n, by \n/);
  const people = [{ userId: 'U0BOB' }, { userId: 'U0ALICE' }];
  const decision = { outcome: 'approved', choice: 'next-shift', decidedBy: people };
  expect(world.receiver.applied(approval.id)).toMatchObject([decision]);
  expect(await world.record(approval.id)).toMatchObject({
    decision,
    votes: [{ choice: 'next-shift' }, { choice: 'next-shift' }],
  });
  expect(await world.happened(approval.id)).toEqual(['asked', 'voted', 'voted', 'voted', 'decided', 'delivered']);
}

/** A person makes the order smaller in the form that approves, and approves that. */
export async function edit(world: World): Promise<void> {
  const { approval: asked } = await world.editable.ask({ size: 'large' }, { requester: 'alertmanager' });
  await world.catchUp();
  const approval = await world.record(asked.id);
  const opening = await world.click('U0ALICE', approval, 'approve');
  const viewId = world.slack.views('U0ALICE').at(-1)?.id ?? '';
  const untouched = await world.record(approval.id);
  const sent = await world.slack.submit({ userId: 'U0ALICE', viewId, values: { edit_0: 'small' } });
  await world.catchUp();

  expect([opening, sent]).toMatchObject([content, content]);
  expect(untouched).toMatchObject({ status: 'pending', votes: [] });
  expect(world.card(approval).text).toMatch(/Edited by \n@U0ALICE\nSize: large → small/);
  const original = { revision: 1, digest: approval.digest, payload: { size: 'large' } };
  const decision = { outcome: 'approved', revision: 2, payload: { size: 'small' }, original };
  expect(world.receiver.applied(approval.id)).toMatchObject([decision]);
  expect(await world.record(approval.id)).toMatchObject({ status: 'approved', decision });
  expect(await world.happened(approval.id)).toEqual(['asked', 'voted', 'edited', 'decided', 'delivered']);
}
