import { approvalGate } from '@k8s-pizza/slack-approval-agents/ai-sdk';
import { generateText, isStepCount, type ModelMessage, tool } from 'ai';
import { MockLanguageModelV4 } from 'ai/test';
import { z } from 'zod';
import { type Given, gateOptions, type Program, refundSchema } from './program.js';

type Generated = Awaited<ReturnType<MockLanguageModelV4['doGenerate']>>;

export const usage: Generated['usage'] = {
  inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 1, text: 1, reasoning: 0 },
};

/** A model that makes the given calls unless its prompt has their results, and then says what it read of them. */
export function scriptedModel(calls: Given['calls']): MockLanguageModelV4 {
  return new MockLanguageModelV4({
    doGenerate: async ({ prompt }): Promise<Generated> => {
      const results = prompt.filter(({ role }) => role === 'tool');
      if (results.length > 0) {
        const text = JSON.stringify(results.map(({ content }) => content));
        return {
          content: [{ type: 'text', text }],
          finishReason: { unified: 'stop', raw: undefined },
          usage,
          warnings: [],
        };
      }
      const content = calls.map(({ id: toolCallId, tool: toolName, input }) => ({
        ...({ type: 'tool-call' } as const),
        ...{ toolCallId, toolName, input: JSON.stringify(input) },
      }));
      return { content, finishReason: { unified: 'tool-calls', raw: undefined }, usage, warnings: [] };
    },
  });
}

export function toolsOf({ refund, look }: Given) {
  return {
    refund: tool({ inputSchema: refundSchema, execute: async (input) => refund(input) }),
    look: tool({ inputSchema: z.object({ order: z.string() }), execute: async ({ order }) => look(order) }),
  };
}

export const gateOf = (given: Given) => approvalGate(gateOptions(given));

const prompt: ModelMessage = { role: 'user', content: 'Refund the cold pizza.' };

/** Waits within the run. */
export const waiting: Program = async (given) => {
  const { text } = await generateText({
    model: scriptedModel(given.calls),
    tools: toolsOf(given),
    toolApproval: gateOf(given).waiting,
    messages: [prompt],
    stopWhen: isStepCount(3),
  });
  return text;
};

/** Ends the run while people decide, and goes on from the stored messages. */
export const pausing: Program = async (given) => {
  const gate = gateOf(given);
  const { saved } = given;
  // as: it was stored by this program
  const messages = JSON.parse(saved.load() ?? JSON.stringify([prompt])) as ModelMessage[];
  let answers = await gate.respond(messages);
  for (;;) {
    if (answers !== null) messages.push(answers);
    const { text, responseMessages } = await generateText({
      model: scriptedModel(given.calls),
      tools: toolsOf(given),
      toolApproval: gate.pausing,
      messages,
      stopWhen: isStepCount(3),
    });
    messages.push(...responseMessages);
    saved.save(JSON.stringify(messages));
    answers = await gate.respond(messages);
    if (answers === null) return text;
  }
};
