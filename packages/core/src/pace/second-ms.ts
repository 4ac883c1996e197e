/** The length of a channel's second. Slack allows about one message per second in a channel. */
export const secondMs = 1_000;
