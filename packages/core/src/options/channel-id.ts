const channelId = /^[CGDUW][A-Z0-9]+$/;

/** Tells whether a text is the id of a channel, or of a person for a direct message. */
export function isChannelId(text: string): boolean {
  return channelId.test(text);
}

export const channelIdWanted =
  'must be a channel’s id such as C0DEPLOYS, not its name. Slack shows the id at the end of the channel’s details';
