/**
 * How the three seconds are spent that Slack waits for an answer. In milliseconds, from the arrival of the request.
 *
 * https://docs.slack.dev/interactivity/handling-user-interaction#acknowledgment_response
 */
export const slackTimeline = {
  /** Load, decide and put have answered, or the request gets a 503. */
  storeByMs: 2_000,
  /** On a host that ends with its answer, no work starts after this. */
  startByMs: 2_000,
  /** An App Home is published, or Slack sends the event again. */
  publishHomeByMs: 2_700,
} as const;

/** How long one call may take within them: Slack's three seconds hold the store's part as well. In milliseconds. */
export const slackCalls = {
  /** A private reply to a click, tried once. */
  replyMs: 1_000,
  /** Opening a modal. Its trigger lasts 3 s from the click, and there has to be time to say that it did not open. */
  openViewMs: 1_500,
  /** Posting the cards that waited for a channel, after the app has joined it: the answer waits for them. */
  postWaitingCardsMs: 1_500,
} as const;
