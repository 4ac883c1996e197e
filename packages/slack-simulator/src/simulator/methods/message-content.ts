import type { KnownBlock } from '@slack/types';
import type { StoredMessage } from '../model/model.js';
import { blocksProblem } from '../rules/block-rules.js';
import { limits } from '../rules/limits.js';
import { isRecord } from '../rules/shape-rules.js';
import { type CallArguments, isTrue } from './call-arguments.js';
import { type Refusal, refuse } from './method.js';

export type MessageContent = Pick<StoredMessage, 'text' | 'blocks' | 'metadata' | 'parse' | 'threadTs' | 'isBroadcast'>;

/** What a message says, or why Slack would not store it (§3, §5 chat.postMessage). */
export function readContent(call: CallArguments): MessageContent | Refusal {
  const attachments = call.json('attachments');
  if (Array.isArray(attachments) && attachments.length > limits.attachments) return refuse('too_many_attachments');

  const blocks = call.has('blocks') ? call.json('blocks') : [];
  if (!Array.isArray(blocks)) return refuse('invalid_blocks_format');
  const problem = blocksProblem(blocks, 'message');
  if (problem !== null) return refuse('invalid_blocks', problem);

  const isEmpty = !call.has('text') && blocks.length === 0 && !Array.isArray(attachments);
  if (isEmpty) return refuse('no_text');

  const metadata = call.json('metadata');
  return {
    text: call.text('text').slice(0, limits.postedText),
    // the check above is the proof: every entry is of a known block type
    blocks: blocks as KnownBlock[],
    metadata: isRecord(metadata) ? metadata : null,
    parse: call.has('parse') ? call.text('parse') : null,
    threadTs: call.has('thread_ts') ? call.text('thread_ts') : null,
    isBroadcast: call.has('thread_ts') && isTrue(call, 'reply_broadcast'),
  };
}
