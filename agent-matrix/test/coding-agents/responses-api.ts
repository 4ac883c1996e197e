import type { ModelApi, ModelCall } from './scripted-model.js';

interface Request {
  readonly input: readonly { readonly type: string; readonly output?: unknown }[];
}

/** The Responses API, which Codex speaks: https://platform.openai.com/docs/api-reference/responses-streaming */
export const responsesApi: ModelApi = {
  path: '/v1/responses',
  countCalls: (request) => itemsOf(request, 'function_call').length,
  readResults: (request) => itemsOf(request, 'function_call_output').map(({ output }) => textOf(output)),
  stream: (call, index) => {
    const id = `resp_${index}`;
    return [
      { type: 'response.created', response: { id } },
      { type: 'response.output_item.done', item: itemOf(call, index) },
      { type: 'response.completed', response: { id, usage } },
    ];
  },
};

const usage = { input_tokens: 1, output_tokens: 1, total_tokens: 2 };

/** A tool of an MCP server is in the namespace of its server: `mcp__<server>/<tool>`. */
function itemOf(call: ModelCall | undefined, index: number) {
  if (call === undefined) {
    const content = [{ type: 'output_text', text: 'That is all.' }];
    return { type: 'message', role: 'assistant', id: `msg_${index}`, content };
  }
  const [name, namespace] = call.tool.split('/').reverse();
  const place = namespace === undefined ? { name } : { namespace, name };
  const id = { id: `fc_${index}`, call_id: `call_${index}` };
  return { type: 'function_call', ...id, ...place, arguments: JSON.stringify(call.input) };
}

function itemsOf(request: unknown, type: string): Request['input'] {
  // as: the API's own client wrote it
  return (request as Request).input.filter((item) => item.type === type);
}

function textOf(output: unknown): string {
  return typeof output === 'string' ? output : JSON.stringify(output);
}
