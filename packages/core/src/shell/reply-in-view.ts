import type { DrawnMessage } from '../slack/card.js';
import type { BlockAction } from '../slack/interaction.js';
import { modal } from '../slack/view.js';
import { wordsOf } from '../slack/words.js';
import type { Shell, SlackAccess } from './shell.js';

/** Answers a click in a modal by changing that modal, and one in the App Home by opening one. @returns whether Slack took it */
export async function replyInView(
  { messages }: Shell,
  { transport }: SlackAccess,
  { viewId, isHome, triggerId }: BlockAction,
  { blocks }: DrawnMessage,
): Promise<boolean> {
  const words = wordsOf(messages);
  const view = modal({ title: words.details, close: words.close, blocks });
  if (!isHome) return viewId !== null && (await transport.updateView(viewId, view)).type === 'ok';
  return triggerId !== null && (await transport.openView(triggerId, view)).type === 'ok';
}
