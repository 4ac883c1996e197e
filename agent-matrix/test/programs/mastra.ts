import { approvalGate } from '@k8s-pizza/slack-approval-agents/mastra';
import { Agent, type AgentConfig } from '@mastra/core/agent';
import { Mastra } from '@mastra/core/mastra';
import { createTool } from '@mastra/core/tools';
import { LibSQLStore } from '@mastra/libsql';
import { z } from 'zod';
import { scriptedModel } from './ai-sdk.js';
import { type Given, gateOptions, type Program, refundSchema } from './program.js';

export const memory = { thread: 'chat-7', resource: 'customer-1' };

export const gateOf = (given: Given) => approvalGate(gateOptions(given));

export function agentOf({ calls, refund, look, storageUrl }: Given) {
  const support = new Agent({
    id: 'support',
    name: 'support',
    instructions: 'Refund cold pizzas.',
    // as: Mastra declares that `doGenerate` returns a stream; it runs the models of the AI SDK as they are
    model: scriptedModel(calls) as unknown as AgentConfig['model'],
    tools: {
      refund: createTool({
        id: 'refund',
        description: 'Refunds an order.',
        inputSchema: refundSchema,
        requireApproval: true,
        execute: async (input) => refund(input),
      }),
      look: createTool({
        id: 'look',
        description: 'Looks at an order.',
        inputSchema: z.object({ order: z.string() }),
        execute: async ({ order }) => look(order),
      }),
    },
  });
  const storage = new LibSQLStore({ id: 'runs', url: storageUrl });
  return new Mastra({ agents: { support }, storage, logger: false }).getAgent('support');
}

/** Goes on with the run that is suspended in the storage, if there is one. */
export const mastra: Program = async (given) => {
  const gate = gateOf(given);
  const agent = agentOf(given);
  const { runs } = await agent.listSuspendedRuns({ threadId: memory.thread, resourceId: memory.resource });
  const [run] = runs;
  const output =
    run === undefined
      ? await gate.settle(agent, await agent.generate('Refund the cold pizza.', { memory }))
      : await gate.resume(agent, run);
  return output?.text ?? '';
};
