import { expect, test } from 'vitest';
import { approvalGate, type InterruptLike } from '../src/langchain.js';
import { approveWith, createWorld } from './world.js';

const args = { order: '4711', amount: 40 };
const allowedDecisions = ['approve', 'edit', 'reject'];

function anInterrupt(id: string, orders: readonly string[], allowed = allowedDecisions): InterruptLike {
  return {
    id,
    value: {
      actionRequests: orders.map((order) => ({ name: 'refund', args: { ...args, order } })),
      reviewConfigs: orders.map(() => ({ actionName: 'refund', allowedDecisions: allowed })),
    },
  };
}

test('interrupts at the tools that it names', async () => {
  const world = await createWorld();

  expect(approvalGate(world.optionsWith()).interruptOn).toEqual({ refund: { allowedDecisions } });
});

test('answers the calls of an interrupt in their order, and each interrupt by its id', async () => {
  const world = await createWorld();
  const gate = approvalGate(world.optionsWith());
  const interrupts = [anInterrupt('one', ['1', '2']), anInterrupt('two', ['3']), { id: 'other', value: 'How many?' }];
  expect(await gate.isDecided(interrupts)).toBe(false);
  for (const order of ['3', '1'])
    await world.approve(await world.expectCard({ text: `order ${order}` }), { as: 'U0ALICE' });
  await world.reject(await world.expectCard({ text: 'order 2' }), { as: 'U0ALICE', reason: 'Too much.' });

  const run = (order: string) => ({ type: 'edit', editedAction: { name: 'refund', args: { ...args, order } } });
  expect(await gate.resume(interrupts)).toEqual({
    one: { decisions: [run('1'), { type: 'reject', message: expect.stringContaining('Too much.') }] },
    two: { decisions: [run('3')] },
  });
  expect(await gate.isDecided(interrupts)).toBe(true);
});

test('refuses an interrupt without an id: two of them would share an approval', async () => {
  const world = await createWorld();
  const { value } = anInterrupt('one', ['4711']);

  const resumed = approvalGate(world.optionsWith()).resume([{ value }]);

  await expect(resumed).rejects.toMatchObject({ code: 'invalid_argument' });
});

test('tells the framework what an approver edited', async () => {
  const world = await createWorld();
  const resumed = approvalGate(world.optionsWith()).resume([anInterrupt('one', ['4711'])]);

  await approveWith(world, '25');

  const editedAction = { name: 'refund', args: { ...args, amount: 25 } };
  expect(await resumed).toEqual({ one: { decisions: [{ type: 'edit', editedAction }] } });
});

test('approves where the middleware takes no edits, and rejects what an approver edited there', async () => {
  const world = await createWorld();
  const gate = approvalGate(world.optionsWith());
  const plain = gate.resume([anInterrupt('one', ['4711'], ['approve', 'reject'])]);
  await world.approve(await world.expectCard(), { as: 'U0ALICE' });
  expect(await plain).toEqual({ one: { decisions: [{ type: 'approve' }] } });

  const other = await createWorld();
  const edited = approvalGate(other.optionsWith()).resume([anInterrupt('two', ['4711'], ['approve', 'reject'])]);
  await approveWith(other, '25');
  expect(await edited).toEqual({
    two: { decisions: [{ type: 'reject', message: expect.stringContaining('"amount":25') }] },
  });
});
