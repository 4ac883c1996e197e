import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSdkMcpServer, query, type SDKUserMessage, tool } from '@anthropic-ai/claude-agent-sdk';
import { approvalGate } from '@k8s-pizza/slack-approval-agents/claude';
import { agents, quiet } from '../coding-agents/create-machine.js';
import { messageOf, messagesApi } from '../coding-agents/messages-api.js';
import { serveModel } from '../coding-agents/scripted-model.js';
import { type Given, gateOptions, type Program, refundSchema } from './program.js';

async function* prompt(ended: Promise<void>): AsyncGenerator<SDKUserMessage> {
  const content = 'Refund the cold pizza.';
  yield { type: 'user', message: { role: 'user', content }, parent_tool_use_id: null, session_id: '' };
  // permissions can be asked for as long as the input is open
  await ended;
}

/** Serves a model that makes all calls in its first step. */
const serveCalls = (calls: Given['calls']) =>
  serveModel(
    {
      ...messagesApi,
      stream: (_, index) =>
        messageOf(index > 0 ? [] : calls.map((call) => ({ ...call, tool: `mcp__shop__${call.tool}` })), index),
    },
    [],
  );

/** The real SDK, and the real Claude Code with a scripted model. */
export const claude: Program = async (given) => {
  const { refunds, calls, refund, look } = given;
  const model = await serveCalls(calls);
  const home = mkdtempSync(join(tmpdir(), 'claude-'));
  const gate = approvalGate({ ...gateOptions(given), tools: { mcp__shop__refund: refunds } });
  const text = (said: string) => ({ content: [{ type: 'text' as const, text: said }] });
  const shop = createSdkMcpServer({
    name: 'shop',
    tools: [
      tool('refund', 'Refunds an order.', refundSchema.shape, async (input) => text(refund(input))),
      tool('look', 'Looks at an order.', { order: refundSchema.shape.order }, async ({ order }) => text(look(order))),
    ],
  });
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const messages = query({
    prompt: prompt(ended),
    options: {
      canUseTool: gate.canUseTool,
      mcpServers: { shop },
      allowedTools: ['mcp__shop__look'],
      pathToClaudeCodeExecutable: agents.claude,
      cwd: home,
      env: {
        ...quiet,
        PATH: process.env['PATH'],
        HOME: home,
        ANTHROPIC_BASE_URL: model.url,
        ANTHROPIC_API_KEY: 'sk-scripted',
      },
    },
  });
  try {
    for await (const message of messages) if (message.type === 'result') end();
    return JSON.stringify(model.read());
  } finally {
    await model.close();
    rmSync(home, { recursive: true, force: true, maxRetries: 10 });
  }
};
