/**
 * The deadlines within the 3 seconds that Slack waits for a response, in milliseconds from the arrival of the request.
 *
 * https://docs.slack.dev/interactivity/handling-user-interaction#acknowledgment_response
 */
export const slackTimeline = {
  /** The store has to finish by then, or the request gets a 503. */
  storeByMs: 2_000,
  /** Of several votes in one form, none starts after this: the last one needs its time too. */
  voteByMs: 1_600,
  /** On a host that freezes after the response, no work starts after this. */
  startByMs: 2_000,
  /** An App Home has to be published by then, or Slack sends the event again. */
  publishHomeByMs: 2_700,
} as const;

/** The timeouts of single calls within these 3 seconds, in milliseconds: the store needs its part of the time as well. */
export const slackCalls = {
  /** Sending a private reply to a click, without retry. */
  replyMs: 1_000,
  /** Opening a modal. Its trigger expires 3 s after the click, and a failure still has to be reported in that time. */
  openViewMs: 1_500,
  /** Posting the cards that waited for the app to join a channel: the response waits for them. */
  postWaitingCardsMs: 1_500,
} as const;
