import type { ModelApi, ModelCall, ServerSentEvent } from './scripted-model.js';

/** A part of a message. Its text can be in parts, too. */
interface Content {
  readonly type: string;
  readonly content?: unknown;
}

interface Request {
  readonly messages: readonly { readonly role: string; readonly content: string | readonly Content[] }[];
}

/** The Messages API, which Claude Code speaks: https://docs.claude.com/en/api/messages-streaming */
export const messagesApi: ModelApi = {
  path: '/v1/messages',
  countCalls: (request) => contentOf(request, 'tool_use').length,
  readResults: (request) => contentOf(request, 'tool_result').map(({ content }) => textOf(content)),
  stream: (call, index) => messageOf(call === undefined ? [] : [{ ...call, id: `toolu_${index}` }], index),
};

/** A message with these calls, or the model's last words. */
export function messageOf(calls: readonly IdentifiedCall[], index: number): readonly ServerSentEvent[] {
  const blocks = calls.length === 0 ? blockOf(undefined, 0) : calls.flatMap(blockOf);
  return [
    { type: 'message_start', message: { ...message, id: `msg_${index}` } },
    ...blocks,
    { type: 'message_delta', delta: { stop_reason: calls.length === 0 ? 'end_turn' : 'tool_use' }, usage },
    { type: 'message_stop' },
  ];
}

interface IdentifiedCall extends ModelCall {
  readonly id: string;
}

const usage = { input_tokens: 1, output_tokens: 1 };
const message = { type: 'message', role: 'assistant', model: 'scripted', content: [], stop_reason: null, usage };

function blockOf(call: IdentifiedCall | undefined, index: number): readonly ServerSentEvent[] {
  const block =
    call === undefined ? { type: 'text', text: '' } : { type: 'tool_use', id: call.id, name: call.tool, input: {} };
  const delta =
    call === undefined
      ? { type: 'text_delta', text: 'That is all.' }
      : { type: 'input_json_delta', partial_json: JSON.stringify(call.input) };
  return [
    { type: 'content_block_start', index, content_block: block },
    { type: 'content_block_delta', index, delta },
    { type: 'content_block_stop', index },
  ];
}

function contentOf(request: unknown, type: string): readonly Content[] {
  // as: the API's own client wrote it
  const { messages } = request as Request;
  const parts = messages.flatMap(({ content }) => (typeof content === 'string' ? [] : content));
  return parts.filter((part) => part.type === type);
}

function textOf(content: unknown): string {
  return typeof content === 'string' ? content : JSON.stringify(content);
}
