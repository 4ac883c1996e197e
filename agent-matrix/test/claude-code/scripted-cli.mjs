// Plays Claude Code for the SDK: it asks for permissions and calls tools as that does, and its model is the script in CALLS.
import { createInterface } from 'node:readline';

const calls = JSON.parse(process.env.CALLS ?? '[]');
const [, allowed = ''] = /--allowedTools[= ](\S+)/.exec(process.argv.join(' ')) ?? [];
const session_id = '00000000-0000-4000-8000-000000000000';
const waiting = new Map();
let requestCount = 0;

const write = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);

function request(body) {
  requestCount += 1;
  const request_id = `request-${requestCount}`;
  write({ type: 'control_request', request_id, request: body });
  return new Promise((resolve) => waiting.set(request_id, resolve));
}

/** Sends a message of MCP to the server in the SDK's process. */
async function mcp(method, params, id) {
  const message = { jsonrpc: '2.0', method, params, ...(id === undefined ? {} : { id }) };
  const { response } = await request({ subtype: 'mcp_message', server_name: 'shop', message });
  return response?.mcp_response?.result;
}

async function call({ id, tool, input }, index) {
  const tool_name = `mcp__shop__${tool}`;
  const { response: answer, error } = allowed.split(',').includes(tool_name)
    ? { response: { behavior: 'allow', updatedInput: input } }
    : await request({ subtype: 'can_use_tool', tool_name, input, tool_use_id: id, permission_suggestions: [] });
  if (answer?.behavior !== 'allow') return answer?.message ?? `no permission: ${error}`;
  const result = await mcp('tools/call', { name: tool, arguments: answer.updatedInput }, index + 10);
  return JSON.stringify(result?.content);
}

async function work() {
  const clientInfo = { name: 'scripted-cli', version: '0.0.0' };
  await mcp('initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo }, 1);
  await mcp('notifications/initialized', {});
  const read = await Promise.all(calls.map(call));
  const times = { duration_ms: 1, duration_api_ms: 1, num_turns: 1, total_cost_usd: 0, permission_denials: [] };
  const usage = { input_tokens: 1, output_tokens: 1 };
  write({
    ...{ type: 'result', subtype: 'success', is_error: false, result: JSON.stringify(read), session_id },
    ...{ ...times, usage, modelUsage: {}, uuid: session_id },
  });
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const message = JSON.parse(line);
  if (message.type === 'control_response') {
    waiting.get(message.response.request_id)?.(message.response);
  } else if (message.type === 'control_request') {
    const response = { commands: [], output_style: 'default', available_output_styles: [], models: [], account: {} };
    write({ type: 'control_response', response: { subtype: 'success', request_id: message.request_id, response } });
  } else if (message.type === 'user') void work();
});
