import type { Runtime, SlackAccess } from '../runtime/runtime.js';
import { modal } from '../slack/blocks/view.js';
import type { DrawnMessage } from '../slack/card/card.js';
import { wordsOf } from '../slack/card/words.js';
import type { BlockAction } from '../slack/request/interaction.js';

/** Answers a click in a modal by changing that modal, and one in the App Home by opening one. @returns whether Slack took it */
export async function replyInView(
  { messages }: Runtime,
  { transport }: SlackAccess,
  { viewId, isHome, triggerId }: BlockAction,
  { blocks }: DrawnMessage,
): Promise<boolean> {
  const words = wordsOf(messages);
  const view = modal({ title: words.details, close: words.close, blocks });
  if (!isHome) return viewId !== null && (await transport.updateView(viewId, view)).type === 'ok';
  return triggerId !== null && (await transport.openView(triggerId, view)).type === 'ok';
}
