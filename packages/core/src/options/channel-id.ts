const channelId = /^[CGDUW][A-Z0-9]+$/;

/** Tells whether a text is the id of a channel, or of a person for a direct message. */
export function isChannelId(text: string): boolean {
  return channelId.test(text);
}

export const channelIdWanted =
  'must be a channel’s id such as C0DEPLOYS, not its name. Slack shows the id at the end of the channel’s details';

/** An environment variable may be missing, or set to an empty text. */
export function channelOrNull(channel: unknown): string | null {
  return typeof channel === 'string' && channel.trim() !== '' ? channel : null;
}

/** Tells what is wrong with an option that names one channel, or none; null: nothing. */
export function channelFault(channel: unknown): string | null {
  if (channel === undefined || channel === null) return null;
  if (typeof channel !== 'string') return 'must be one channel';
  return channelOrNull(channel) === null || isChannelId(channel) ? null : channelIdWanted;
}
