import { describe, expect, test } from 'vitest';
import { approvalGate, type GeneratedOutput } from '../src/mastra.js';
import { approveWith, createWorld, unasked } from './world.js';

const args = { order: '4711', amount: 40 };
const suspendedAt = (toolCallId: string, toolName = 'refund'): GeneratedOutput => ({
  ...{ runId: 'run-1', finishReason: 'suspended', suspendPayload: { toolCallId, toolName, args } },
});
const ended: GeneratedOutput = { runId: 'run-1', finishReason: 'stop' };

/** An agent that keeps what it is told, and answers with these outputs one after the other. */
function anAgent(...outputs: readonly GeneratedOutput[]) {
  const told: (readonly [string, object])[] = [];
  const next = (): GeneratedOutput => outputs[told.length - 1] ?? ended;
  return {
    told,
    approveToolCallGenerate: async (options: object) => {
      told.push(['approve', options]);
      return next();
    },
    declineToolCallGenerate: async (options: object) => {
      told.push(['decline', options]);
      return next();
    },
  };
}

describe('settle', () => {
  test('goes on call by call, until the run is not suspended', async () => {
    const world = await createWorld();
    const agent = anAgent(suspendedAt('call-2'), ended);
    const settled = approvalGate(world.optionsWith()).settle(agent, suspendedAt('call-1'));
    await world.approve(await world.expectCard({ status: 'pending' }), { as: 'U0ALICE' });
    await expect.poll(async () => (await world.cards({ status: 'pending' })).length).toBe(1);
    await world.reject(await world.expectCard({ status: 'pending' }), { as: 'U0ALICE', reason: 'Once is enough.' });

    expect(await settled).toBe(ended);
    expect(agent.told).toEqual([
      ['approve', { runId: 'run-1', toolCallId: 'call-1' }],
      ['decline', { runId: 'run-1', toolCallId: 'call-2', reason: expect.stringContaining('Once is enough.') }],
    ]);
  });

  test('declines what an approver edited', async () => {
    const world = await createWorld();
    const agent = anAgent(ended);
    const settled = approvalGate(world.optionsWith()).settle(agent, suspendedAt('call-1'));

    await approveWith(world, '25');
    await settled;

    expect(agent.told).toMatchObject([['decline', { reason: expect.stringContaining('"amount":25') }]]);
  });

  test('declines a call of another tool', async () => {
    const world = await createWorld();
    const agent = anAgent(ended);

    await approvalGate(world.optionsWith()).settle(agent, suspendedAt('call-1', 'deploy'));

    expect(agent.told).toMatchObject([['decline', { toolCallId: 'call-1' }]]);
  });

  test.each([
    ['that ended', { ...suspendedAt('call-1'), finishReason: 'stop' }],
    ['that a tool suspended for something else', { ...suspendedAt('call-1'), suspendPayload: { city: 'Which?' } }],
    ['without a payload', { ...suspendedAt('call-1'), suspendPayload: undefined }],
    ['without an id', { ...suspendedAt('call-1'), runId: undefined }],
    ['whose call has no id', { ...suspendedAt('call-1'), suspendPayload: { toolName: 'refund', args } }],
  ])('leaves a run alone %s', async (_, output) => {
    const gate = approvalGate({ tools: { refund: unasked }, requester: 'agent', conversation: 'chat-7' });
    const agent = anAgent();

    expect(await gate.settle(agent, output)).toBe(output);
    expect(agent.told).toEqual([]);
  });
});

describe('a stored run', () => {
  const call = { toolCallId: 'call-1', toolName: 'refund', args, requiresApproval: true };
  const run = { runId: 'run-1', toolCalls: [{ toolName: 'look', requiresApproval: false }, call] };

  test('goes on with the question that the run asked before', async () => {
    const world = await createWorld();
    const gate = approvalGate(world.optionsWith());
    expect(await gate.isDecided(run)).toBe(false);
    await world.approve(await world.expectCard(), { as: 'U0ALICE' });
    expect(await gate.isDecided(run)).toBe(true);
    const agent = anAgent(ended);

    expect(await gate.resume(agent, run)).toBe(ended);

    expect(agent.told).toEqual([['approve', { runId: 'run-1', toolCallId: 'call-1' }]]);
    expect(await world.cards()).toHaveLength(1);
  });

  test('that waits for no approval is left alone', async () => {
    const gate = approvalGate({ tools: { refund: unasked }, requester: 'agent', conversation: 'chat-7' });
    const other = { runId: 'run-1', toolCalls: [{ toolName: 'look', requiresApproval: false }] };
    const agent = anAgent();

    expect(await gate.resume(agent, other)).toBeNull();
    expect(await gate.isDecided(other)).toBe(true);
    expect(agent.told).toEqual([]);
  });

  test('has another question than another run with the same id of the call', async () => {
    const world = await createWorld();
    const gate = approvalGate(world.optionsWith());
    await gate.isDecided(run);
    await world.approve(await world.expectCard(), { as: 'U0ALICE' });

    expect(await gate.isDecided({ ...run, runId: 'run-2' })).toBe(false);
  });
});
