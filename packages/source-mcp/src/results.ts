import { isSlackApprovalError } from '@k8s-pizza/slack-approval';
import type { Log } from '@k8s-pizza/slack-approval/host';
import type { CallToolResult } from '@modelcontextprotocol/server';
import type { Answer } from './answer.js';

/** A result for programs and, in words, for models. */
export function toResult(answer: Answer): CallToolResult {
  return { content: [{ type: 'text', text: answer.message }], structuredContent: answer };
}

export function failed(text: string): CallToolResult {
  return { isError: true, content: [{ type: 'text', text }] };
}

export const unknownApproval = failed('There is no approval with this id. [not_found]');

/** What a client can correct, by the codes of `ask`. */
const faultsOfCall: ReadonlySet<string> = new Set([
  'invalid_payload',
  'payload_not_json',
  'payload_too_large',
  'payload_not_editable',
  'content_too_large',
  'unsatisfiable_policy',
  'key_changed',
  'invalid_argument',
]);

/** Answers what was thrown. Only a fault of the call is told; anything else is for the log. */
export async function answerErrors(log: Log, call: () => Promise<CallToolResult>): Promise<CallToolResult> {
  try {
    return await call();
  } catch (error) {
    if (isSlackApprovalError(error) && faultsOfCall.has(error.code)) return failed(`${error.message} [${error.code}]`);
    log.error('ask_failed', 'a call of a client failed', { error });
    return failed('The approvals cannot be reached now. Nothing is approved. Try again later. [unavailable]');
  }
}
