import { createTestApprovals } from '@k8s-pizza/slack-approval-testing';
import { expect, onTestFinished, test } from 'vitest';
import { runAgent } from '../src/agent.js';
import { createSupportAgent } from '../src/support-agent.js';

async function aRun() {
  const channel = { id: 'C0SUPPORT', name: 'support', members: ['U0ALICE', 'U0BOB'] };
  const world = await createTestApprovals({ workspace: { channels: [channel] } });
  onTestFinished(() => world.close());
  const agent = createSupportAgent(world.approvals);
  return { ...world, run: () => runAgent(agent, 'My pizza was cold.'), agent };
}

test('pays back what was approved', async () => {
  const { run, expectCard, approve } = await aRun();
  const answer = run();

  await approve(await expectCard({ text: 'Refund order 4711?' }), { as: 'U0ALICE' });

  expect(await answer).toContain('$24 of order 4711 was paid back');
});

test('tells the customer why not', async () => {
  const { run, expectCard, reject } = await aRun();
  const answer = run();

  await reject(await expectCard(), { as: 'U0ALICE', reason: 'The order was on time.' });

  expect(await answer).toContain('The order was on time.');
});

test('asks about the refund only, and for the person who runs the agent', async () => {
  const { run, expectCard, cards, approve } = await aRun();
  const answer = run();
  const card = await expectCard();
  await approve(card, { as: 'U0ALICE' });
  await answer;

  expect(card.approval).toMatchObject({ requester: 'support agent', onBehalfOf: { userId: 'U0BOB' } });
  expect(await cards()).toHaveLength(1);
});

test('tells the model that a tool does not exist', async () => {
  const { agent } = await aRun();
  const model: typeof agent.model = async (messages) => {
    const result = messages.find((message) => message.role === 'result');
    if (result !== undefined) return [{ role: 'assistant', text: result.text }];
    return [{ role: 'call', callId: 'call-1', tool: 'deploy', input: {} }];
  };
  const gate = { ...agent.gate, decide: async () => [{ type: 'approved', input: {}, isEdited: false } as const] };

  expect(await runAgent({ ...agent, model, gate }, 'Deploy.')).toBe('There is no tool deploy.');
});
