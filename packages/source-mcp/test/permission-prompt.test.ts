import { describeToolCall, type ToolCall } from '@k8s-pizza/slack-approval-agents';
import { approvalGate } from '@k8s-pizza/slack-approval-agents/claude';
import { expect, test } from 'vitest';
import { connect, createWorld, everyRevision, policy } from './world.js';

const given = { tool_name: 'Bash', input: { command: 'rm -rf build' }, tool_use_id: 'toolu_1' };

async function aPrompt(revision = everyRevision[0]) {
  const world = await createWorld();
  const calls = world.approvals.define<ToolCall>('tool-call', { ...policy, card: describeToolCall });
  const gate = approvalGate({ tools: {}, otherTools: calls, requester: 'agent', conversation: 'chat-7' });
  const client = await connect(() => world.serverWith({ permissionPrompt: gate.canUseTool }), revision);
  return { ...world, ...client };
}

test.each(everyRevision)('Claude Code may run what people approved, by revision %s', async (revision) => {
  const world = await aPrompt(revision);
  const asking = world.call('permission_prompt', given);

  const card = await world.expectCard({ text: 'Run Bash?' });
  expect(card.text).toContain('rm -rf build');
  await world.approve(card, { as: 'U0ALICE' });

  expect(JSON.parse((await asking).text)).toEqual({ behavior: 'allow', updatedInput: given.input });
});

test('it reads the reason of a no', async () => {
  const world = await aPrompt();
  const asking = world.call('permission_prompt', given);

  await world.reject(await world.expectCard(), { as: 'U0ALICE', reason: 'Keep the build.' });

  expect(JSON.parse((await asking).text)).toEqual({
    behavior: 'deny',
    message: expect.stringContaining('Keep the build.'),
  });
});

test('the same call is asked once, and two calls without ids are two', async () => {
  const world = await aPrompt();
  const { tool_use_id: _, ...anonymous } = given;
  const asking = [given, given, anonymous, anonymous].map((one) => world.call('permission_prompt', one));

  await expect.poll(() => world.cards()).toHaveLength(3);
  for (const card of await world.cards()) await world.approve(card, { as: 'U0ALICE' });

  expect((await Promise.all(asking)).map(({ text }) => JSON.parse(text).behavior)).toEqual(Array(4).fill('allow'));
});

test('an interrupted call withdraws its question', async () => {
  const world = await aPrompt('2026-07-28');
  const interrupting = new AbortController();
  const asking = world.call('permission_prompt', given, interrupting.signal);
  const { id } = await world.expectCard();

  interrupting.abort();

  await expect(asking).rejects.toThrow();
  await expect.poll(async () => (await world.approvals.get(id))?.status).toBe('withdrawn');
});

test('a gate that fails denies, and the log says why', async () => {
  const world = await createWorld();
  const permissionPrompt = () => Promise.reject(new Error('password=hunter2'));
  const { call } = await connect(() => world.serverWith({ permissionPrompt }));

  const { text } = await call('permission_prompt', given);

  expect(JSON.parse(text)).toEqual({ behavior: 'deny', message: 'People could not be asked. The tool did not run.' });
  expect(JSON.stringify(world.told)).toContain('a permission prompt failed');
});
