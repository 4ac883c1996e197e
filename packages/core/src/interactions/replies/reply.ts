import type { Refusal } from '../../domain/model/refusal.js';
import { isError, isSlackApprovalError } from '../../errors.js';
import { wordsOf } from '../../messages/words-of.js';
import type { RawResponse } from '../../ports/raw-http.js';
import type { SlackOutcome } from '../../ports/slack-transport.js';
import type { Call } from '../../runtime/call.js';
import { within } from '../../runtime/deadline.js';
import { connectionOf } from '../../runtime/slack-connection.js';
import { slackCalls } from '../../runtime/slack-timeline.js';
import { modal } from '../../slack/blocks/view.js';
import type { DrawnMessage } from '../../slack/card/card.js';
import { drawExplanation } from '../../slack/notices/notice.js';
import type { BlockAction } from '../../slack/request/interaction.js';
import { privateReply } from '../../slack/surfaces/private-reply.js';
import { sayWhy } from '../../views/explain-end.js';
import { ok, slackShowsError } from './answers.js';

type Fetch = typeof globalThis.fetch;
type ReplyCall = Pick<Call<BlockAction>, 'app' | 'slack' | 'interaction'>;

/**
 * Sends a message that only the person sees, before the click is answered: if that fails, Slack shows its own error.
 *
 * @param message - an explanation with its live parts marked, or a message that is already drawn
 * @param replaces - true: it replaces the private message that was clicked
 * @returns the response to the click: 200, or 503 if the reply could not be sent
 */
export async function replyPrivately(
  call: ReplyCall,
  message: string | DrawnMessage,
  replaces = false,
): Promise<RawResponse> {
  const drawn = typeof message === 'string' ? drawExplanation(message) : message;
  const reason = await within(send(call, drawn, replaces), slackCalls.replyMs, 'Slack').catch(reasonOf);
  if (reason === null) return ok;
  call.app.log.warn('reply_failed', 'a private reply could not be sent; Slack shows the person an error', { reason });
  return slackShowsError;
}

/** Explains to the person why nothing was done. */
export async function replyRefusal(call: ReplyCall, why: Refusal): Promise<RawResponse> {
  return await replyPrivately(call, sayWhy(call.app, why));
}

/** The message of an error of `fetch` may hold the response_url. */
function reasonOf(error: unknown): string {
  if (isSlackApprovalError(error)) return error.message;
  return isError(error) ? error.name : 'not an Error';
}

/** @returns null: it is sent; otherwise why not */
async function send(call: ReplyCall, message: DrawnMessage, replaces: boolean): Promise<string | null> {
  const { app, slack, interaction: click } = call;
  const { responseUrl, channelId, viewId, user } = click;
  if (responseUrl !== null && isReplyAddress(responseUrl, slack.replyOrigin))
    return reasonIn(
      await app.instruments.observe({ type: 'slack', method: 'reply' }, () =>
        post(slack.fetch, responseUrl, message, replaces),
      ),
    );
  if (viewId !== null && (await replyInView(call, message))) return null;
  const { transport } = connectionOf(slack);
  return reasonIn(
    channelId === null
      ? await transport.directMessage({ ...message, userId: user.userId })
      : await transport.ephemeral({ ...message, channelId, userId: user.userId }),
  );
}

function reasonIn(outcome: SlackOutcome<null>): string | null {
  return outcome.type === 'ok' ? null : outcome.reason;
}

/** Shows the reply in the modal that was clicked, or in a new modal over the App Home. @returns whether Slack accepted it */
async function replyInView({ app, slack, interaction }: ReplyCall, { blocks }: DrawnMessage): Promise<boolean> {
  const { viewId, isHome, triggerId } = interaction;
  const { transport } = connectionOf(slack);
  const words = wordsOf(app.messages);
  const view = modal({ title: words.details, close: words.close, blocks });
  if (!isHome) return viewId !== null && (await transport.updateView(viewId, view)).type === 'ok';
  return triggerId !== null && (await transport.openView(triggerId, view)).type === 'ok';
}

/** A `response_url` is a secret that works five times within 30 minutes, so use it once, and don't store or log it. */
async function post(fetch: Fetch, url: string, message: DrawnMessage, replaces: boolean): Promise<SlackOutcome<null>> {
  const response = await fetch(url, {
    method: 'POST',
    // Cloudflare Workers don't support 'error'
    redirect: 'manual',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(privateReply(message, replaces)),
    signal: AbortSignal.timeout(slackCalls.replyMs),
  });
  await response.body?.cancel();
  if (response.ok) return { type: 'ok', value: null };
  return { type: 'unknown', reason: `Slack answered ${response.status} to the reply` };
}

function isReplyAddress(url: string, origin: string): boolean {
  return URL.canParse(url) && new URL(url).origin === origin;
}
