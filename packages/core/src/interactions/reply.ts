import { isError } from '../errors.js';
import type { RawResponse } from '../ports/raw-http.js';
import { within } from '../runtime/deadline.js';
import { done } from '../runtime/exchange.js';
import type { Runtime, SlackAccess } from '../runtime/runtime.js';
import type { DrawnMessage } from '../slack/card/card.js';
import { drawExplanation } from '../slack/card/notice.js';
import type { BlockAction } from '../slack/request/interaction.js';
import { privateReply } from '../slack/surfaces/reply-message.js';

/** A private answer to a click gets one try of this long: Slack's 3 s have to hold the store's part as well. */
const replyWithinMs = 1_000;

/** Answered with this, Slack shows its own error: if need be, that is the reply. */
export const slackShowsError: RawResponse = { status: 503, headers: {}, body: '' };

/**
 * Tells a person something only they see, before the click is answered: nothing was changed, so nothing can be lost by waiting.
 *
 * @param message - an explanation, or a message drawn already
 * @param replaces - it takes the place of the private message that was clicked
 * @returns the answer to the click: 200, or 503 where the reply could not be sent
 */
export async function replyPrivately(
  runtime: Runtime,
  slack: SlackAccess,
  click: BlockAction,
  message: string | DrawnMessage,
  replaces = false,
): Promise<RawResponse> {
  try {
    const drawn = typeof message === 'string' ? drawExplanation(message) : message;
    const isSent = await within(send(runtime, slack, click, drawn, replaces), replyWithinMs, 'Slack');
    if (isSent) return done;
  } catch (error) {
    const what = isError(error) ? error.name : 'not an Error';
    runtime.logger.warn('slack-approval: a private reply could not be sent', { error: what });
  }
  return slackShowsError;
}

async function send(
  runtime: Runtime,
  slack: SlackAccess,
  click: BlockAction,
  message: DrawnMessage,
  replaces: boolean,
): Promise<boolean> {
  const { responseUrl, channelId, viewId, user } = click;
  if (responseUrl !== null && isReplyAddress(responseUrl, slack.replyOrigin))
    return await post(responseUrl, message, replaces);
  if (viewId !== null && (await (await import('./reply-in-view.js')).replyInView(runtime, slack, click, message)))
    return true;
  const outcome =
    channelId === null
      ? await slack.transport.directMessage({ ...message, userId: user.userId })
      : await slack.transport.ephemeral({ ...message, channelId, userId: user.userId });
  return outcome.type === 'ok';
}

/** A `response_url` is a bearer secret, good five times for 30 minutes: it is posted to once and kept nowhere. */
async function post(url: string, message: DrawnMessage, replaces: boolean): Promise<boolean> {
  const response = await fetch(url, {
    method: 'POST',
    // Cloudflare Workers know no 'error'
    redirect: 'manual',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(privateReply(message, replaces)),
    signal: AbortSignal.timeout(replyWithinMs),
  });
  await response.body?.cancel();
  return response.ok;
}

function isReplyAddress(url: string, origin: string): boolean {
  return URL.canParse(url) && new URL(url).origin === origin;
}
