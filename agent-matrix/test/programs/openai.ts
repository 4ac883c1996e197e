import { approvalGate } from '@k8s-pizza/slack-approval-agents/openai';
import {
  Agent,
  type AgentInputItem,
  type Model,
  type ModelResponse,
  RunState,
  run,
  setTracingDisabled,
  tool,
  Usage,
} from '@openai/agents';
import { z } from 'zod';
import { type Given, gateOptions, type Program, refundSchema } from './program.js';

setTracingDisabled(true);

/** A model that makes the given calls unless its input has their results, and then says what it read of them. */
function scriptedModel(calls: Given['calls']): Model {
  return {
    async getResponse({ input }): Promise<ModelResponse> {
      const items: readonly AgentInputItem[] = typeof input === 'string' ? [] : input;
      const results = items.filter(({ type }) => type === 'function_call_result');
      if (results.length > 0) {
        const text = JSON.stringify(results);
        const content = [{ type: 'output_text' as const, text }];
        return { usage: new Usage(), output: [{ type: 'message', role: 'assistant', status: 'completed', content }] };
      }
      const output = calls.map(({ id: callId, tool: name, input: given }) => ({
        ...({ type: 'function_call', status: 'completed' } as const),
        ...{ callId, name, arguments: JSON.stringify(given) },
      }));
      return { usage: new Usage(), output };
    },
    getStreamedResponse() {
      throw new Error('these tests do not stream');
    },
  };
}

function agentOf({ calls, refund, look }: Given) {
  return new Agent({
    name: 'support',
    model: scriptedModel(calls),
    tools: [
      tool({
        name: 'refund',
        description: 'Refunds an order.',
        parameters: refundSchema,
        needsApproval: true,
        execute: async (input) => refund(input),
      }),
      tool({
        name: 'look',
        description: 'Looks at an order.',
        parameters: z.object({ order: z.string() }),
        execute: async ({ order }) => look(order),
      }),
    ],
  });
}

export const gateOf = (given: Given) => approvalGate(gateOptions(given));

/** Goes on from the stored state, if there is one. */
export const openai: Program = async (given) => {
  const gate = gateOf(given);
  const agent = agentOf(given);
  const { saved } = given;
  for (;;) {
    const stored = saved.load();
    const state = stored === null ? null : await RunState.fromString(agent, stored);
    if (state !== null) await gate.resolveInterruptions(state);
    const result = await run(agent, state ?? 'Refund the cold pizza.');
    if (result.interruptions.length === 0) return String(result.finalOutput);
    saved.save(result.state.toString());
    await gate.isDecided(result.state);
  }
};
