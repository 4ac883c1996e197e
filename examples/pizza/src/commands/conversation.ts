import { z } from 'zod';
import type { CommandContext } from './command-context.js';
import { help } from './help.js';
import { type Said, said, together } from './said.js';
import { waiting } from './waiting.js';

/** What is said to somebody who wrote to the app, and where. */
interface Reply {
  readonly channelId: string;
  /** The thread; null: none. */
  readonly threadTs: string | null;
  readonly said: Said;
}

/** Answers people who mention the app or write to it. */
export interface Conversation {
  /** @param body - an event as Slack sends it. @returns null where nobody is waiting for an answer */
  answer(body: unknown): Promise<Reply | null>;
}

const written = z.object({
  event_id: z.string(),
  team_id: z.string().nullish(),
  event: z.object({
    type: z.enum(['app_mention', 'message']),
    user: z.string(),
    channel: z.string(),
    ts: z.string(),
    thread_ts: z.string().optional(),
    channel_type: z.string().optional(),
    // of these three each is a sign that no person has just written this
    bot_id: z.undefined().optional(),
    subtype: z.undefined().optional(),
    edited: z.undefined().optional(),
  }),
});
type Written = z.infer<typeof written>['event'];

const mostRemembered = 1_000;

/** Slack sends an event again when it is in doubt: one that this process has seen is not answered twice. */
export function createConversation(context: CommandContext): Conversation {
  const seen = new Set<string>();
  const isNew = (eventId: string): boolean => {
    if (seen.has(eventId)) return false;
    if (seen.size >= mostRemembered) seen.clear();
    seen.add(eventId);
    return true;
  };
  return {
    async answer(body) {
      const read = written.safeParse(body);
      if (!read.success) return null;
      const { event, event_id: eventId, team_id: teamId = null } = read.data;
      if (!isForUs(event) || !isNew(eventId)) return null;
      const answer = await answerTo(context, event, teamId);
      if (answer === null) return null;
      const isMention = event.type === 'app_mention';
      return { channelId: event.channel, threadTs: event.thread_ts ?? (isMention ? event.ts : null), said: answer };
    },
  };
}

/** In channels only what mentions the app; it hears nothing else there. */
function isForUs({ type, channel_type: channelType }: Written): boolean {
  return type === 'app_mention' || channelType === 'im';
}

async function answerTo(context: CommandContext, event: Written, teamId: string | null): Promise<Said | null> {
  const standing = await context.workspace.standingOf({ userId: event.user, teamId });
  if (standing.type === 'bot') return null;
  if (standing.type === 'refused') return said([standing.refusal]);
  const publicChannelId = event.type === 'app_mention' ? event.channel : null;
  return together(await waiting(context, { userId: event.user, teamId, publicChannelId }), help());
}
