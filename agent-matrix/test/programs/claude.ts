import { fileURLToPath } from 'node:url';
import { createSdkMcpServer, query, type SDKUserMessage, tool } from '@anthropic-ai/claude-agent-sdk';
import { approvalGate } from '@k8s-pizza/slack-approval-agents/claude';
import { gateOptions, type Program, refundSchema } from './program.js';

const scriptedCli = fileURLToPath(new URL('../claude-code/scripted-cli.mjs', import.meta.url));

async function* prompt(ended: Promise<void>): AsyncGenerator<SDKUserMessage> {
  const content = 'Refund the cold pizza.';
  yield { type: 'user', message: { role: 'user', content }, parent_tool_use_id: null, session_id: '' };
  // permissions can be asked for as long as the input is open
  await ended;
}

/** The real SDK with a scripted program in place of Claude Code, which needs a network. */
export const claude: Program = async (given) => {
  const { refunds, calls, refund, look } = given;
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
      pathToClaudeCodeExecutable: scriptedCli,
      executable: 'node',
      env: { PATH: process.env['PATH'], CALLS: JSON.stringify(calls) },
    },
  });
  let told = '';
  for await (const message of messages) {
    if (message.type !== 'result') continue;
    told = message.subtype === 'success' ? message.result : message.subtype;
    end();
  }
  return told;
};
