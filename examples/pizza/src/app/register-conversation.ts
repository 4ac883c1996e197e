import type { App } from '@slack/bolt';
import type { CommandContext } from '../commands/command-context.js';
import { createConversation } from '../commands/conversation.js';

/** Lets a Bolt app answer where it is mentioned or written to. Bolt has acknowledged an event before its listener runs. */
export function registerConversation(app: App, context: CommandContext): void {
  const conversation = createConversation(context);
  app.event(/^(app_mention|message)$/, async ({ body, client }) => {
    const reply = await conversation.answer(body);
    if (reply === null) return;
    const { channelId, threadTs, said } = reply;
    await client.chat.postMessage({
      channel: channelId,
      ...(threadTs === null ? {} : { thread_ts: threadTs }),
      text: said.text,
      blocks: [...said.blocks],
      parse: 'none',
      link_names: false,
      unfurl_links: false,
      unfurl_media: false,
    });
  });
}
