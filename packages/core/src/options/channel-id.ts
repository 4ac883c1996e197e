const channelId = /^[CGDUW][A-Z0-9]+$/;

/** Says whether this is the id of a conversation, or of a person for the direct message with them: a name is neither. */
export function isChannelId(text: string): boolean {
  return channelId.test(text);
}

export const channelIdWanted =
  'must be a channel’s id such as C0DEPLOYS, not its name: the channel’s details in Slack end with it';
