import { expect, test } from 'vitest';
import { approvalGate } from '../src/claude.js';
import { approveWith, createWorld, unasked } from './world.js';

const input = { order: '4711', amount: 40 };
const context = (signal = new AbortController().signal) => ({ signal, toolUseID: 'call-1' });

test('allows a call with what people saw', async () => {
  const world = await createWorld();
  const answer = approvalGate(world.optionsWith()).canUseTool('refund', { ...input, force: true }, context());

  await world.approve(await world.expectCard(), { as: 'U0ALICE' });

  expect(await answer).toEqual({ behavior: 'allow', updatedInput: input });
});

test('allows a call with what an approver edited', async () => {
  const world = await createWorld();
  const answer = approvalGate(world.optionsWith()).canUseTool('refund', input, context());

  await approveWith(world, '25');

  expect(await answer).toEqual({ behavior: 'allow', updatedInput: { order: '4711', amount: 25 } });
});

test('denies a call with the reason', async () => {
  const world = await createWorld();
  const answer = approvalGate(world.optionsWith()).canUseTool('refund', input, context());

  await world.reject(await world.expectCard(), { as: 'U0ALICE', reason: 'Too much.' });

  expect(await answer).toEqual({ behavior: 'deny', message: expect.stringContaining('Too much.') });
});

test('denies a tool without a kind, and asks about it if there is one for other tools', async () => {
  const world = await createWorld();
  const bash = { command: 'rm -rf build' };
  expect(await approvalGate(world.optionsWith()).canUseTool('Bash', bash, context())).toMatchObject({
    behavior: 'deny',
  });

  const answer = approvalGate(world.optionsWith({ otherTools: world.anything })).canUseTool('Bash', bash, context());
  await world.approve(await world.expectCard({ text: 'Run Bash?' }), { as: 'U0ALICE' });

  expect(await answer).toEqual({ behavior: 'allow', updatedInput: bash });
});

test('denies a call that is interrupted, and withdraws its question', async () => {
  const world = await createWorld();
  const aborting = new AbortController();
  const answer = approvalGate(world.optionsWith()).canUseTool('refund', input, context(aborting.signal));
  const { id } = await world.expectCard();

  aborting.abort();

  expect(await answer).toMatchObject({ behavior: 'deny' });
  expect(await world.approvals.get(id)).toMatchObject({
    status: 'withdrawn',
    decision: { reason: 'The agent was interrupted.' },
  });
});

test('leaves the question open if the process stops', async () => {
  const world = await createWorld();
  const answer = approvalGate(world.optionsWith()).canUseTool('refund', input, context());
  const { id } = await world.expectCard();

  await Promise.all([expect(answer).rejects.toMatchObject({ code: 'aborted' }), world.approvals.stop()]);

  expect(await world.approvals.get(id)).toMatchObject({ status: 'pending' });
});

test('fails if the store does', async () => {
  const gate = approvalGate({ tools: { refund: unasked }, requester: 'agent', conversation: 'chat-7' });

  await expect(gate.canUseTool('refund', input, context())).rejects.toThrow('nobody should be asked');
});
