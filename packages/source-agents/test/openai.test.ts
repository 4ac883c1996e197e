import { expect, test } from 'vitest';
import { type ApprovalItem, approvalGate } from '../src/openai.js';
import { approveWith, createWorld, unasked } from './world.js';

interface Item extends ApprovalItem {
  readonly rawItem: { readonly callId?: string; readonly id?: string };
}

const refund: Item = { name: 'refund', arguments: '{"order":"4711","amount":40}', rawItem: { callId: 'call-1' } };

/** The state of a run, which keeps what it is told. */
function aState(...items: readonly Item[]) {
  const told: (readonly [Item, string])[] = [];
  return {
    told,
    getInterruptions: () => items,
    approve: (item: Item) => void told.push([item, 'approved']),
    reject: (item: Item, { message }: { readonly message: string }) => void told.push([item, message]),
  };
}

test('approves and rejects each interruption', async () => {
  const world = await createWorld();
  const gate = approvalGate(world.optionsWith());
  const second = { ...refund, arguments: '{"order":"4712","amount":1}', rawItem: { callId: 'call-2' } };
  const state = aState(refund, second);
  expect(await gate.isDecided(state)).toBe(false);
  await world.approve(await world.expectCard({ text: '4711' }), { as: 'U0ALICE' });
  await world.reject(await world.expectCard({ text: '4712' }), { as: 'U0ALICE', reason: 'Too much.' });
  expect(await gate.isDecided(state)).toBe(true);

  await gate.resolveInterruptions(state);

  expect(state.told).toEqual([
    [refund, 'approved'],
    [second, expect.stringContaining('Too much.')],
  ]);
});

test.each([
  ['arguments that are no JSON', { ...refund, arguments: '{"order":' }],
  ['no arguments', { name: 'refund', rawItem: { id: 'call-1' } }],
  ['another tool', { ...refund, name: 'deploy' }],
  ['no name', { rawItem: {} }],
  ['no id', { ...refund, rawItem: {} }],
])('rejects a call with %s, and asks nobody', async (_, item: Item) => {
  const world = await createWorld();
  const state = aState(item);

  await approvalGate(world.optionsWith()).resolveInterruptions(state);

  expect(state.told).toEqual([[item, expect.stringContaining('could not be asked')]]);
  expect(await world.cards()).toEqual([]);
});

test('rejects what an approver edited', async () => {
  const world = await createWorld();
  const state = aState(refund);
  const resolved = approvalGate(world.optionsWith()).resolveInterruptions(state);

  await approveWith(world, '25');
  await resolved;

  expect(state.told).toEqual([[refund, expect.stringContaining('"amount":25')]]);
});

test('changes nothing in the state while it waits, nor if the wait ends', async () => {
  const world = await createWorld();
  const state = aState(refund);
  const aborting = new AbortController();
  const resolved = approvalGate(world.optionsWith()).resolveInterruptions(state, { signal: aborting.signal });
  await world.expectCard();

  aborting.abort();

  await expect(resolved).rejects.toMatchObject({ code: 'aborted' });
  expect(state.told).toEqual([]);
});

test('does nothing for a run that was not interrupted', async () => {
  const gate = approvalGate({ tools: { refund: unasked }, requester: 'agent', conversation: 'chat-7' });
  const state = aState();

  await gate.resolveInterruptions(state);

  expect(await gate.isDecided(state)).toBe(true);
  expect(state.told).toEqual([]);
});
